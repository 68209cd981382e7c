/**
 * The newest N items by number, in a fixed array, since a Map that gains and loses an entry with each
 * request is rehashed repeatedly.
 */
export class Ring<T> {
  readonly #slots: (T | undefined)[]
  #next = 0

  constructor(capacity: number) {
    this.#slots = Array.from({ length: capacity }, () => undefined)
  }

  /** The number that the next item will get. */
  get next(): number {
    return this.#next
  }

  push(item: T): void {
    this.#slots[this.#next % this.#slots.length] = item
    this.#next += 1
  }

  /** `undefined` for a number that was never given, or has been overwritten. */
  get(number: number): T | undefined {
    const isKept = number >= 0 && number < this.#next && number >= this.#next - this.#slots.length
    return isKept ? this.#slots[number % this.#slots.length] : undefined
  }

  /** The newest first. */
  *newestFirst(): Generator<T> {
    for (let number = this.#next - 1; number >= 0; number -= 1) {
      const item = this.get(number)
      if (item === undefined) return
      yield item
    }
  }
}
