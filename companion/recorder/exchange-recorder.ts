import type { Exchange } from '#shared/contract/exchange.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'
import { presentExchange } from './present-exchange.ts'
import type { RawExchange, Recorder } from './recorder.ts'
import type { Segments } from './segments.ts'

const CAPACITY = 2000

export interface ExchangeRecorderDeps {
  registry: SecretRegistry
  segments: Segments
  /** What earlier processes recorded, the oldest first. */
  earlier: readonly Exchange[]
  publish: (exchange: Exchange) => void
}

/**
 * A ring of the newest 2000 exchanges. `record` only files the raw exchange; masking, writing and
 * publishing happen in a batch right after the current turn of the event loop.
 */
export class ExchangeRecorder implements Recorder {
  readonly #deps: ExchangeRecorderDeps
  readonly #ring = new Map<string, Exchange>()
  #raw: { id: string; raw: RawExchange }[] = []
  #isScheduled = false
  #counter = 0
  readonly #prefix = Date.now().toString(36)

  constructor(deps: ExchangeRecorderDeps) {
    this.#deps = deps
    for (const exchange of deps.earlier) this.#keep(exchange)
  }

  record(raw: RawExchange): string {
    this.#counter += 1
    const id = `x${this.#prefix}-${this.#counter.toString(36)}`
    this.#raw.push({ id, raw })
    if (!this.#isScheduled) {
      this.#isScheduled = true
      setImmediate(() => this.#present())
    }
    return id
  }

  get(id: string): Exchange | undefined {
    this.#present()
    return this.#ring.get(id)
  }

  list(filter: { run?: string | undefined; verdict?: string; limit: number }): Exchange[] {
    this.#present()
    const fits = (exchange: Exchange): boolean =>
      (filter.run === undefined || exchange.run === filter.run) &&
      (filter.verdict === undefined || exchange.verdict === filter.verdict)
    return [...this.#ring.values()].reverse().filter(fits).slice(0, filter.limit)
  }

  assign(ids: readonly string[], run: string, step: string): void {
    this.#present()
    const assigned = ids.flatMap((id) => {
      const exchange = this.#ring.get(id)
      return exchange ? [{ ...exchange, run, step }] : []
    })
    for (const exchange of assigned) this.#ring.set(exchange.id, exchange)
    this.#deps.segments.append(assigned)
    for (const exchange of assigned) this.#deps.publish(exchange)
  }

  /** Resolves when everything recorded so far has reached the file. */
  async flush(): Promise<void> {
    this.#present()
    await this.#deps.segments.flush()
  }

  #present(): void {
    this.#isScheduled = false
    if (this.#raw.length === 0) return
    const mask = (text: string): string => this.#deps.registry.mask(text)
    const exchanges = this.#raw.splice(0).map(({ id, raw }) => presentExchange(id, raw, mask))
    for (const exchange of exchanges) this.#keep(exchange)
    this.#deps.segments.append(exchanges)
    for (const exchange of exchanges) this.#deps.publish(exchange)
  }

  #keep(exchange: Exchange): void {
    // The same id again is a later, fuller version of the exchange.
    this.#ring.set(exchange.id, exchange)
    for (const oldest of this.#ring.keys()) {
      if (this.#ring.size <= CAPACITY) break
      this.#ring.delete(oldest)
    }
  }
}
