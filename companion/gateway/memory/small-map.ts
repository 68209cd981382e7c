/**
 * A map with text keys that usually has one entry. A single entry is found without a hash table, whose
 * parts are scattered in memory: with ten thousand sessions, most calls would miss the CPU's cache.
 */
export class SmallMap<V> {
  #key: string | undefined
  #value: V | undefined
  #others: Map<string, V> | undefined

  constructor(entries: Iterable<readonly [string, V]> = []) {
    for (const [key, value] of entries) this.set(key, value)
  }

  get(key: string): V | undefined {
    return key === this.#key ? this.#value : this.#others?.get(key)
  }

  /** In the order in which the keys came. */
  entries(): [string, V][] {
    if (this.#key === undefined) return []
    return [[this.#key, this.#value as V], ...(this.#others ?? [])]
  }

  set(key: string, value: V): void {
    this.#key ??= key
    if (key === this.#key) this.#value = value
    else (this.#others ??= new Map()).set(key, value)
  }
}
