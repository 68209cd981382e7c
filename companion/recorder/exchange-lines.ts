import type { Exchange } from '#shared/contract/exchange.ts'

const BLOCK_BYTES = 1024 * 1024
/** In UTF-8, for one unit of a text. */
const MOST_BYTES = 3

/**
 * Writes exchanges as lines, JSON and the end of the line, into large blocks outside of V8's heap.
 * Thousands of long texts inside of it made the collector walk over all of it for each burst of
 * calls. A block is let go with the last of its lines.
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
