import type { Exchange } from '#shared/contract/exchange.ts'
import { type Batch, createBatch } from '../events/batch.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'
import { type CallBudget, createCallBudget } from './call-budget.ts'
import { Ring } from './ring.ts'
import { presentExchange } from './present-exchange.ts'
import type { RawExchange, Recorder } from './recorder.ts'
import type { Segments } from './segments.ts'

const CAPACITY = 2000
const DELAY_MS = 50

export interface ExchangeRecorderDeps {
  registry: SecretRegistry
  segments: Segments
  /** What earlier processes recorded, the oldest first. */
  earlier: readonly Exchange[]
  publish: (exchange: Exchange) => void
  /** More calls were made than are recorded. */
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
  readonly #ring = new Ring<Entry>(CAPACITY)
  /** Of earlier processes, the oldest first. The same id again is a later, fuller version. */
  readonly #earlier: ReadonlyMap<string, Entry>
  readonly #batch: Batch<Entry> = createBatch<Entry>({
    delayMs: DELAY_MS,
    deliver: (entries) => this.#deliver(entries),
  })
  readonly #budget: CallBudget
  /** Exchanges that another process named, the oldest first. */
  readonly #named = new Map<string, Entry>()
  readonly #prefix = `x${Date.now().toString(36)}-`

  constructor(deps: ExchangeRecorderDeps) {
    this.#deps = deps
    this.#budget = createCallBudget({ onGap: deps.publishGap })
    this.#earlier = new Map(
      deps.earlier.map((exchange) => [exchange.id, { id: exchange.id, exchange, isWritten: true }]),
    )
  }

  record(raw: RawExchange): string {
    const id = this.#prefix + this.#ring.next.toString(36)
    this.#file({ id, raw, exchange: undefined, isWritten: false })
    return id
  }

  /** Takes over an exchange that another process of ours has recorded under this id. */
  recordAs(id: string, raw: RawExchange): void {
    const entry: Entry = { id, raw, exchange: undefined, isWritten: false }
    this.#file(entry)
    this.#named.set(id, entry)
    const [oldest] = this.#named.keys()
    if (this.#named.size > CAPACITY && oldest !== undefined) this.#named.delete(oldest)
  }

  #file(entry: Entry): void {
    this.#ring.push(entry)
    this.#batch.add(entry)
  }

  takesCall(): boolean {
    return this.#budget.takesCall()
  }

  get(id: string): Exchange | undefined {
    const entry = this.#find(id)
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
    const all = [...this.#ring.newestFirst(), ...[...this.#earlier.values()].reverse()]
    const entries = all.slice(0, CAPACITY).filter(fits).slice(0, filter.limit)
    return entries.map((entry) => this.#present(entry))
  }

  assign(ids: readonly string[], run: string, step: string): void {
    const assigned = ids.flatMap((id) => {
      const entry = this.#find(id)
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

  /** Writes what was recorded so far, and lets go of the file. */
  async close(): Promise<void> {
    this.#batch.flush()
    await this.#deps.segments.close()
  }

  #deliver(entries: readonly Entry[]): void {
    const unwritten = entries.filter((entry) => !entry.isWritten)
    if (unwritten.length === 0) return
    const exchanges = unwritten.map((entry) => this.#present(entry))
    for (const entry of unwritten) entry.isWritten = true
    this.#deps.segments.append(exchanges)
    for (const exchange of exchanges) this.#deps.publish(exchange)
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

  #find(id: string): Entry | undefined {
    return id.startsWith(this.#prefix)
      ? this.#ring.get(Number.parseInt(id.slice(this.#prefix.length), 36))
      : (this.#named.get(id) ?? this.#earlier.get(id))
  }
}
