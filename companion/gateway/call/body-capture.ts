const MAX_BYTES = 64 * 1024

/** The first 64 KiB of a streamed body, and its whole length. */
export class BodyCapture {
  #chunks: Buffer[] = []
  #kept = 0
  sizeBytes = 0

  take(chunk: Buffer): void {
    this.sizeBytes += chunk.length
    const room = MAX_BYTES - this.#kept
    if (room <= 0) return
    const part = chunk.length > room ? chunk.subarray(0, room) : chunk
    // Copies, since a small chunk is a view of a large read buffer and would keep the buffer alive.
    this.#chunks.push(part.length < chunk.buffer.byteLength / 4 ? Buffer.from(part) : part)
    this.#kept += part.length
  }

  read(): { body: Buffer; sizeBytes: number } | undefined {
    if (this.sizeBytes === 0) return undefined
    const [first] = this.#chunks
    const body = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks)
    return { body, sizeBytes: this.sizeBytes }
  }
}
