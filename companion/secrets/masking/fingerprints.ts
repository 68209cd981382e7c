import { randomBytes, randomInt } from 'node:crypto'

/** Bytes at the end of a secret by which a text is searched. A secret is at least as long. */
export const TAIL_BYTES = 8

/** Bits of the filter for each secret: one place of a text in 32 is looked at in vain. */
const BITS_PER_SECRET = 32

/** A polynomial over bytes, modulo 2^32, with random values, so that no text can be made to collide. */
interface Polynomial {
  values: Int32Array
  /** What a byte is worth when it leaves the window of the tail. */
  leaving: Int32Array
  /** `base` to the powers 1, 2, 4, 8 … */
  powers: Int32Array
}

/** How many secrets are expected; more find room, too. */
export interface Room {
  /** Of the filter, as a power of 2. */
  bits: number
  /** Tables that grow one by one: a table of 200 000 entries that grows stops everything for 50 ms. */
  shards: number
}

/** For the secrets of one message. */
export const FEW: Room = { bits: 12, shards: 1 }
/** For all secrets of a companion: 1 MiB of filter serves 260 000. */
export const MANY: Room = { bits: 23, shards: 64 }

export type Polynomials = readonly [Polynomial, Polynomial]

/** With these a text can be searched for the fingerprints of several collections. */
export function createPolynomials(): Polynomials {
  return [createPolynomial(), createPolynomial()]
}

/**
 * Secrets as fingerprints; the secrets themselves are not kept. A text is searched in one pass, whatever
 * their number: a rolling hash of the last 8 bytes, a filter of bits, and only where both fit the whole.
 *
 * @see [Karp and Rabin 1987](https://doi.org/10.1147/rd.312.0249)
 */
export class Fingerprints {
  readonly #first: Polynomial
  readonly #second: Polynomial
  /** The tail of a secret, and the lengths in bytes of the secrets that end with it, the longest first. */
  readonly #lengths: readonly Map<number, readonly number[]>[]
  readonly #wholes: readonly Set<number>[]
  #size = 0
  #bits: number
  #filter: Uint32Array

  constructor([first, second]: Polynomials, { bits, shards }: Room) {
    this.#lengths = Array.from({ length: shards }, () => new Map<number, readonly number[]>())
    this.#wholes = Array.from({ length: shards }, () => new Set<number>())
    this.#bits = bits
    this.#filter = new Uint32Array(2 ** (bits - 5))
    this.#first = first
    this.#second = second
  }

  get size(): number {
    return this.#size
  }

  /** @param bytes - At least 8. */
  add(bytes: Uint8Array): void {
    const whole = join(hash(this.#first, bytes), hash(this.#second, bytes))
    const tail = hash(this.#first, bytes.subarray(-TAIL_BYTES))
    const wholes = this.#shard(this.#wholes, tail)
    if (wholes.has(whole)) return
    wholes.add(whole)
    this.#size += 1
    const table = this.#shard(this.#lengths, tail)
    const lengths = table.get(tail) ?? []
    if (!lengths.includes(bytes.length))
      table.set(tail, shareList([...lengths, bytes.length].sort((a, b) => b - a)))
    this.#mark(tail)
    if (this.#size * BITS_PER_SECRET > 2 ** this.#bits) this.#widen()
  }

  /**
   * Calls `onFound` for the longest secret that ends at each place.
   *
   * @param end - Is excluded, as `start` of the secret is included.
   */
  search(bytes: Uint8Array, onFound: (start: number, end: number) => void): void {
    const { values, powers, leaving } = this.#first
    const [base = 0] = powers
    const filter = this.#filter
    const shift = 32 - this.#bits
    let prefixes: Prefixes | undefined
    let tail = 0
    for (let at = 0; at < bytes.length; at += 1) {
      tail = (Math.imul(tail, base) + values[bytes[at]!]!) | 0
      if (at < TAIL_BYTES - 1) continue
      if (at >= TAIL_BYTES) tail = (tail - leaving[bytes[at - TAIL_BYTES]!]!) | 0
      const place = Math.imul(tail, SPREAD) >>> shift
      if ((filter[place >>> 5]! & (1 << (place & 31))) === 0) continue
      const lengths = this.#shard(this.#lengths, tail).get(tail)
      if (!lengths) continue
      const wholes = this.#shard(this.#wholes, tail)
      prefixes ??= new Prefixes(bytes, this.#first, this.#second)
      const end = at + 1
      for (const length of lengths) {
        if (length > end || !wholes.has(prefixes.hash(end - length, length))) continue
        onFound(end - length, end)
        break
      }
    }
  }

  #shard<T>(shards: readonly T[], tail: number): T {
    return shards[(tail >>> 8) % shards.length]!
  }

  #mark(tail: number): void {
    const place = Math.imul(tail, SPREAD) >>> (32 - this.#bits)
    this.#filter[place >>> 5] = this.#filter[place >>> 5]! | (1 << (place & 31))
  }

  #widen(): void {
    this.#bits += 2
    this.#filter = new Uint32Array(2 ** (this.#bits - 5))
    for (const table of this.#lengths) for (const tail of table.keys()) this.#mark(tail)
  }
}

/** 2^32 divided by the golden ratio: spreads neighbouring hashes over the filter. */
const SPREAD = 0x9e3779b1

/** The hashes of all beginnings of a text; from two of them follows the hash of any part. */
class Prefixes {
  readonly #polynomials: Polynomials
  readonly #hashes: readonly [Int32Array, Int32Array]

  constructor(bytes: Uint8Array, first: Polynomial, second: Polynomial) {
    this.#polynomials = [first, second]
    this.#hashes = [hashPrefixes(first, bytes), hashPrefixes(second, bytes)]
  }

  hash(start: number, length: number): number {
    const part = (which: 0 | 1): number => {
      const hashes = this.#hashes[which]
      const factor = raise(this.#polynomials[which], length)
      return ((hashes[start + length] ?? 0) - Math.imul(hashes[start] ?? 0, factor)) | 0
    }
    return join(part(0), part(1))
  }
}

function createPolynomial(): Polynomial {
  const random = randomBytes(256 * 4)
  const values = Int32Array.from({ length: 256 }, (_, byte) => random.readInt32LE(byte * 4))
  // A form writes a space as +, so both count as the same byte.
  values[PLUS] = values[SPACE]!
  const powers = new Int32Array(32)
  powers[0] = randomInt(2 ** 16, 2 ** 31) * 2 + 1
  for (let at = 1; at < powers.length; at += 1)
    powers[at] = Math.imul(powers[at - 1]!, powers[at - 1]!)
  // The base to the power 8, the length of a tail.
  const power = powers[3]!
  return { values, powers, leaving: values.map((value) => Math.imul(value, power)) }
}

const SPACE = 0x20
const PLUS = 0x2b

function hash({ values, powers }: Polynomial, bytes: Uint8Array): number {
  const [base = 0] = powers
  let result = 0
  for (const byte of bytes) result = (Math.imul(result, base) + values[byte]!) | 0
  return result
}

function hashPrefixes({ values, powers }: Polynomial, bytes: Uint8Array): Int32Array {
  const [base = 0] = powers
  const hashes = new Int32Array(bytes.length + 1)
  for (let at = 0; at < bytes.length; at += 1)
    hashes[at + 1] = (Math.imul(hashes[at]!, base) + values[bytes[at]!]!) | 0
  return hashes
}

function raise({ powers }: Polynomial, exponent: number): number {
  let result = 1
  for (let bit = 0, rest = exponent; rest > 0; bit += 1, rest >>>= 1)
    if (rest & 1) result = Math.imul(result, powers[bit]!)
  return result
}

/** Two hashes as one number of 53 bits. */
function join(first: number, second: number): number {
  return (first >>> 0) * 2 ** 21 + (second >>> 11)
}

const SHARED = new Map<string, readonly number[]>()

/** Most secrets have one of a few lengths: equal lists are kept once. */
function shareList(lengths: readonly number[]): readonly number[] {
  const key = lengths.join()
  const known = SHARED.get(key) ?? lengths
  if (SHARED.size < 1000) SHARED.set(key, known)
  return known
}
