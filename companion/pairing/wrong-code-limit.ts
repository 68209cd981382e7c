/** So many wrong answers are counted at once, and as many make a code void. */
export const MAX_WRONG_CODES = 5
/** Then one more is counted in this time, so that a new code lasts long enough to be read and typed. */
const REFILL_MS = 30_000

/**
 * Which wrong answers count against the code. Our extension never sends one, since the companion proves first
 * that it knows another code; so wrong answers are guesses, and a program that makes many must not be able to
 * void every code before a person has typed it.
 */
export class WrongCodeLimit {
  readonly #now: () => number
  #left = MAX_WRONG_CODES
  #countedAt: number

  constructor(now: () => number) {
    this.#now = now
    this.#countedAt = now()
  }

  /** Whether this wrong answer counts. */
  count(): boolean {
    const refilled = Math.floor((this.#now() - this.#countedAt) / REFILL_MS)
    if (refilled > 0) {
      this.#left = Math.min(MAX_WRONG_CODES, this.#left + refilled)
      this.#countedAt += refilled * REFILL_MS
    }
    if (this.#left === 0) return false
    this.#left -= 1
    return true
  }
}
