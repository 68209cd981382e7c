/** Requests of one session may overtake each other by so many. */
const WINDOW = 1024

/** The numbers of the requests of one session: each is good once. */
export class UsedCounters {
  #highest = 0
  #used = new Set<number>()

  /** @returns False for a number that was used, or is too old to know. */
  use(counter: number): boolean {
    if (counter <= this.#highest - WINDOW || this.#used.has(counter)) return false
    this.#used.add(counter)
    this.#highest = Math.max(this.#highest, counter)
    if (this.#used.size > 2 * WINDOW) this.#forgetOld()
    return true
  }

  #forgetOld(): void {
    this.#used = new Set([...this.#used].filter((counter) => counter > this.#highest - WINDOW))
  }
}
