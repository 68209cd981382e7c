/**
 * A map of the recently used entries: at least the last `capacity` entries, at most twice as many.
 *
 * Entries are in two generations that are swapped, so that no entry is ever deleted singly: a `Map` that
 * deletes its oldest entry for each new one searches for it across thousands of deleted slots.
 */
export class RecentMap<K, V> {
  readonly #capacity: number
  #young = new Map<K, V>()
  #old = new Map<K, V>()
  #turns = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** Incremented on every generation swap; entries cannot be evicted between two swaps. */
  get turns(): number {
    return this.#turns
  }

  get(key: K): V | undefined {
    const value = this.#young.get(key)
    if (value !== undefined) return value
    const older = this.#old.get(key)
    if (older !== undefined) this.set(key, older)
    return older
  }

  set(key: K, value: V): void {
    if (this.#young.size >= this.#capacity && !this.#young.has(key)) this.turn()
    this.#young.set(key, value)
  }

  /** Drops what was not used since the turn before. */
  turn(): void {
    this.#old = this.#young
    this.#young = new Map()
    this.#turns += 1
  }

  delete(key: K): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }
}
