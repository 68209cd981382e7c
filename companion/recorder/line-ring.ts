import type { Exchange } from '#shared/contract/exchange.ts'

const BLOCK_BYTES = 1024 * 1024
const BLOCKS = 12

/** Where a line stands: bytes since the ring was made. */
export interface Place {
  at: number
  length: number
}

/**
 * The newest 12 MiB of exchanges, serialized: one buffer costs less memory than the hundred objects of an
 * exchange, and it lies outside of V8's heap, where the garbage collector does not look at it. The blocks are
 * used again and again, since buffers that come and go leave holes in the memory of the process.
 */
export class LineRing {
  readonly #blocks: Buffer[] = []
  #next = 0

  /** @returns `undefined` for an exchange that is larger than a block. */
  write(exchange: Exchange): Place | undefined {
    const text = `${JSON.stringify(exchange)}\n`
    const length = Buffer.byteLength(text)
    if (length > BLOCK_BYTES) return undefined
    // No line reaches from one block into the next.
    if ((this.#next % BLOCK_BYTES) + length > BLOCK_BYTES) this.#next += rest(this.#next)
    const at = this.#next
    this.#openBlock(at).write(text, at % BLOCK_BYTES)
    this.#next += length
    return { at, length }
  }

  /** A view that newer lines overwrite. @returns `undefined` when they have. */
  read({ at, length }: Place): Buffer | undefined {
    // The block that is being written has lost its earlier lines as a whole.
    const oldest = (Math.ceil(this.#next / BLOCK_BYTES) - BLOCKS) * BLOCK_BYTES
    if (at < oldest) return undefined
    const start = at % BLOCK_BYTES
    return this.#openBlock(at).subarray(start, start + length)
  }

  #openBlock(at: number): Buffer {
    const number = Math.floor(at / BLOCK_BYTES) % BLOCKS
    return (this.#blocks[number] ??= Buffer.allocUnsafeSlow(BLOCK_BYTES))
  }
}

function rest(at: number): number {
  return BLOCK_BYTES - (at % BLOCK_BYTES)
}

export function readLine(line: Buffer): Exchange {
  return JSON.parse(line.toString()) as Exchange
}
