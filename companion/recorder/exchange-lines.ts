import type { Exchange } from '#shared/contract/exchange.ts'

const BLOCK_BYTES = 1024 * 1024
/** Bytes of UTF-8 for one UTF-16 code unit, at most. */
const MOST_BYTES = 3

/**
 * Writes exchanges as lines of JSON into large blocks. Keeps serialized exchanges outside V8's heap, so
 * that the garbage collector does not scan them. A block is freed when none of its lines is referenced.
 */
export class LineWriter {
  #block = Buffer.alloc(0)
  #used = 0

  write(exchange: Exchange): Buffer {
    const text = `${JSON.stringify(exchange)}\n`
    const most = text.length * MOST_BYTES
    if (most > BLOCK_BYTES) return Buffer.from(text)
    if (this.#used + most > this.#block.length) {
      this.#block = Buffer.allocUnsafeSlow(BLOCK_BYTES)
      this.#used = 0
    }
    const start = this.#used
    this.#used += this.#block.write(text, start)
    return this.#block.subarray(start, this.#used)
  }
}

export function readLine(line: Buffer): Exchange {
  return JSON.parse(line.toString()) as Exchange
}
