import { createHash } from 'node:crypto'

/** The beginning of a streamed body, its length and its digest. */
export class AnswerCapture {
  readonly #limitBytes: number
  readonly #hash = createHash('sha256')
  #chunks: Buffer[] = []
  #keptBytes = 0
  sizeBytes = 0

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  take(chunk: Buffer): void {
    this.sizeBytes += chunk.length
    this.#hash.update(chunk)
    const room = this.#limitBytes - this.#keptBytes
    if (room <= 0) return
    // A copy, since a chunk is a view of a larger read buffer and would keep that alive.
    this.#chunks.push(Buffer.from(chunk.subarray(0, room)))
    this.#keptBytes += Math.min(room, chunk.length)
  }

  /** To be called once, at the end. */
  read(): { start: Buffer; sizeBytes: number; sha256: string } {
    const start = Buffer.concat(this.#chunks)
    return { start, sizeBytes: this.sizeBytes, sha256: this.#hash.digest('hex') }
  }
}
