import type { Exchange } from '#shared/contract/exchange.ts'
import type { Leg } from './leg.ts'
import { readLeg } from './read-leg.ts'

/** Calls of an API may be many; they do not push out what came before them. */
const MOST_CALLS = 800
const MOST_OTHERS = 1_600

/** The newest legs of all visits. Equal calls one after the other are one leg with a count. */
export class LegBook {
  readonly #calls = new Map<string, Leg>()
  readonly #others = new Map<string, Leg>()
  /** The newest call with each token and connection. */
  readonly #latest = new Map<string, Leg>()
  readonly #isOwnProvider: (url: URL) => boolean
  #listener: () => void = () => undefined

  constructor(isOwnProvider: (url: URL) => boolean) {
    this.#isOwnProvider = isOwnProvider
  }

  take(exchange: Exchange): void {
    const leg = readLeg(exchange, this.#isOwnProvider)
    if (!leg) return
    const isCall = leg.meaning === 'api_call'
    if (isCall && this.#count(leg)) return
    const book = isCall ? this.#calls : this.#others
    book.set(leg.exchange, leg)
    const [oldest] = book.keys()
    if (book.size > (isCall ? MOST_CALLS : MOST_OTHERS) && oldest !== undefined) book.delete(oldest)
    this.#listener()
  }

  /** The listener is told when a visit may read differently. There is one. */
  listen(listener: () => void): void {
    this.#listener = listener
  }

  list(): Leg[] {
    return [...this.#calls.values(), ...this.#others.values()]
  }

  /** Adds a call to the one before it, where both are equal. */
  #count(leg: Leg): boolean {
    const key = `${leg.links.join()} ${leg.links.length === 0 ? leg.peer : ''}`
    const before = this.#latest.get(key)
    const isEqual =
      before !== undefined &&
      this.#calls.has(before.exchange) &&
      before.exchange !== leg.exchange &&
      before.status === leg.status &&
      before.path === leg.path &&
      before.answered.challenge?.scope === leg.answered.challenge?.scope &&
      leg.atMs >= before.lastMs
    if (isEqual) {
      before.count += 1
      before.lastMs = leg.atMs
      // The newest verdict explains all of them.
      before.verdict = leg.verdict
      return true
    }
    this.#latest.delete(key)
    this.#latest.set(key, leg)
    const [oldest] = this.#latest.keys()
    if (this.#latest.size > MOST_CALLS && oldest !== undefined) this.#latest.delete(oldest)
    return false
  }
}
