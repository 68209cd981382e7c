const MAX_BYTES = 64 * 1024

/** The whole length of a streamed body and, of a call that is recorded, its first 64 KiB. */
export class BodyCapture {
  readonly #isRecorded: boolean
  #chunks: Buffer[] = []
  #kept = 0
  sizeBytes = 0

  constructor({ isRecorded }: { isRecorded: boolean }) {
    this.#isRecorded = isRecorded
  }

  take(chunk: Buffer): void {
    this.sizeBytes += chunk.length
    const room = MAX_BYTES - this.#kept
    if (room <= 0 || !this.#isRecorded) return
    const part = chunk.length > room ? chunk.subarray(0, room) : chunk
    // Copies, since a small chunk is a view of a large read buffer and would keep the buffer alive.
    this.#chunks.push(part.length < chunk.buffer.byteLength / 4 ? Buffer.from(part) : part)
    this.#kept += part.length
  }

  /** Two exchanges of a call share one buffer. */
  read(): { body: Buffer; sizeBytes: number } | undefined {
    if (this.sizeBytes === 0) return undefined
    const [first] = this.#chunks
    const body = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks)
    this.#chunks = [body]
    return { body, sizeBytes: this.sizeBytes }
  }
}
