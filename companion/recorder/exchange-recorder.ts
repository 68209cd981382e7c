import type { Exchange } from '#shared/contract/exchange.ts'
import { type Batch, createBatch } from '../events/batch.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'
import { presentExchange } from './present-exchange.ts'
import type { RawExchange, Recorder } from './recorder.ts'
import type { Segments } from './segments.ts'

const CAPACITY = 2000
/** Exchanges of one batch that are written and told; of more, the newest. */
const BURST = 64
const DELAY_MS = 25

export interface ExchangeRecorderDeps {
  registry: SecretRegistry
  segments: Segments
  /** What earlier processes recorded, the oldest first. */
  earlier: readonly Exchange[]
  publish: (exchange: Exchange) => void
  /** More was recorded than is told one by one. */
  publishGap: () => void
}

/** Raw until somebody reads it: under load nobody does. */
interface Entry {
  id: string
  raw?: RawExchange | undefined
  exchange?: Exchange | undefined
  isWritten: boolean
}

/**
 * A ring of the newest 2000 exchanges. `record` only files the raw exchange; masking, writing and
 * publishing happen in a batch, and for what is read.
 */
export class ExchangeRecorder implements Recorder {
  readonly #deps: ExchangeRecorderDeps
  readonly #ring = new Map<string, Entry>()
  readonly #batch: Batch<Entry> = createBatch<Entry>({
    delayMs: DELAY_MS,
    deliver: (entries) => this.#deliver(entries),
  })
  #counter = 0
  readonly #prefix = Date.now().toString(36)

  constructor(deps: ExchangeRecorderDeps) {
    this.#deps = deps
    // The same id again is a later, fuller version of the exchange.
    for (const exchange of deps.earlier) this.#keep({ id: exchange.id, exchange, isWritten: true })
  }

  record(raw: RawExchange): string {
    this.#counter += 1
    const id = `x${this.#prefix}-${this.#counter.toString(36)}`
    const entry: Entry = { id, raw, isWritten: false }
    this.#keep(entry)
    this.#batch.add(entry)
    return id
  }

  get(id: string): Exchange | undefined {
    const entry = this.#ring.get(id)
    return entry && this.#present(entry)
  }

  list(filter: { run?: string | undefined; verdict?: string; limit: number }): Exchange[] {
    const fits = ({ raw, exchange }: Entry): boolean => {
      const { run, verdict } = raw ?? exchange ?? {}
      return (
        (filter.run === undefined || run === filter.run) &&
        (filter.verdict === undefined || verdict === filter.verdict)
      )
    }
    const entries = [...this.#ring.values()].reverse().filter(fits).slice(0, filter.limit)
    return entries.map((entry) => this.#present(entry))
  }

  assign(ids: readonly string[], run: string, step: string): void {
    const assigned = ids.flatMap((id) => {
      const entry = this.#ring.get(id)
      if (!entry) return []
      entry.exchange = { ...this.#present(entry), run, step }
      entry.isWritten = true
      return [entry.exchange]
    })
    this.#deps.segments.append(assigned)
    for (const exchange of assigned) this.#deps.publish(exchange)
  }

  /** Resolves when what was recorded so far has reached the file. */
  async flush(): Promise<void> {
    this.#batch.flush()
    await this.#deps.segments.flush()
  }

  #deliver(entries: readonly Entry[]): void {
    const unwritten = entries.filter((entry) => !entry.isWritten)
    if (unwritten.length === 0) return
    const exchanges = unwritten.slice(-BURST).map((entry) => this.#present(entry))
    for (const entry of unwritten) entry.isWritten = true
    this.#deps.segments.append(exchanges)
    if (unwritten.length > BURST) this.#deps.publishGap()
    else for (const exchange of exchanges) this.#deps.publish(exchange)
  }

  #present(entry: Entry): Exchange {
    const { id, raw } = entry
    if (raw) {
      entry.exchange ??= presentExchange(id, raw, (text) => this.#deps.registry.mask(text))
      entry.raw = undefined
    }
    if (!entry.exchange) throw new TypeError('An exchange has lost its content')
    return entry.exchange
  }

  #keep(entry: Entry): void {
    this.#ring.set(entry.id, entry)
    if (this.#ring.size <= CAPACITY) return
    const oldest = this.#ring.keys().next()
    if (!oldest.done) this.#ring.delete(oldest.value)
  }
}
