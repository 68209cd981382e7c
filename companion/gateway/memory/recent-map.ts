/**
 * A map of what was used lately: at least the last `capacity` entries, at most twice as many.
 *
 * Two generations take turns, so that nothing is ever deleted one by one: a `Map` whose oldest entry
 * gives way to each new one walks over thousands of gaps to find it.
 */
export class RecentMap<K, V> {
  readonly #capacity: number
  #young = new Map<K, V>()
  #old = new Map<K, V>()
  #turns = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** Goes up when the generations take turns: until then nothing that was found or set can go. */
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
    if (this.#young.size >= this.#capacity && !this.#young.has(key)) {
      this.#old = this.#young
      this.#young = new Map()
      this.#turns += 1
    }
    this.#young.set(key, value)
  }

  delete(key: K): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }
}
