import type { Exchange } from '#shared/contract/exchange.ts'
import { type Batch, createBatch } from '../events/batch.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'
import { type CallBudget, createCallBudget } from './call-budget.ts'
import { LineWriter, readLine } from './exchange-lines.ts'
import { Ring } from '../events/ring.ts'
import { type Masking, presentExchange } from './present-exchange.ts'
import type { ExchangeOutline, RawExchange, Recorder } from './recorder.ts'
import type { Line, Segments } from './segments.ts'

const CAPACITY = 2000
/** Raw exchanges are serialized soon: the garbage collector would copy a burst of them again and again. */
const DELAY_MS = 5

export interface ExchangeRecorderDeps {
  registry: Masking & Pick<SecretRegistry, 'isComplete' | 'completed'>
  segments: Pick<Segments, 'append' | 'flush' | 'close'>
  /** The exchanges that earlier processes recorded, the oldest first. */
  earlier: readonly Line[]
  /** Called for each exchange; the exchange is read only when a listener wants it. */
  publish: (read: () => Exchange | undefined) => void
  /** Called when calls were left out of the record. */
  publishGap: () => void
}

interface Entry {
  id: string
  run: string | undefined
  verdict: string | undefined
  raw?: RawExchange | undefined
  /** Serialized, since one buffer costs less memory than the hundred objects of an exchange. */
  line?: Buffer | undefined
  isWritten: boolean
}

/**
 * A ring of the newest 2000 exchanges. `record` only files the raw exchange; masking, writing and
 * publishing happen later in a batch, or when the exchange is read.
 */
export class ExchangeRecorder implements Recorder {
  readonly #deps: ExchangeRecorderDeps
  readonly #ring = new Ring<Entry>(CAPACITY)
  readonly #writer = new LineWriter()
  /** Exchanges of earlier processes, the oldest first. A repeated id is a later, fuller version. */
  readonly #earlier: ReadonlyMap<string, Entry>
  readonly #batch: Batch<Entry> = createBatch<Entry>({
    delayMs: DELAY_MS,
    deliver: (entries) => this.#deliver(entries),
  })
  readonly #budget: CallBudget
  /** Exchanges whose ids another process chose, the oldest first. */
  readonly #named = new Map<string, Entry>()
  readonly #prefix = `x${Date.now().toString(36)}-`

  constructor(deps: ExchangeRecorderDeps) {
    this.#deps = deps
    this.#budget = createCallBudget({ onGap: deps.publishGap })
    this.#earlier = new Map(
      deps.earlier.map(({ exchange: { id, run, verdict }, line }) => [
        id,
        { id, run, verdict, line, isWritten: true },
      ]),
    )
  }

  record(raw: RawExchange): string {
    const id = this.#prefix + this.#ring.next.toString(36)
    this.#file(openEntry(id, raw))
    return id
  }

  /** Files an exchange that another process of this companion has recorded under this id. */
  recordAs(id: string, raw: RawExchange): void {
    const entry = openEntry(id, raw)
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
    return entry && this.#isShown(entry) ? this.#present(entry) : undefined
  }

  list(filter: { run?: string | undefined; verdict?: string; limit: number }): Exchange[] {
    const fits = ({ run, verdict }: Entry): boolean =>
      (filter.run === undefined || run === filter.run) &&
      (filter.verdict === undefined || verdict === filter.verdict)
    const entries = this.#newestFirst().filter(fits).slice(0, filter.limit)
    return entries.map((entry) => this.#present(entry))
  }

  outlines(): ExchangeOutline[] {
    return this.#newestFirst()
      .map(({ id, run, verdict }) => ({ id, run, verdict }))
      .reverse()
  }

  assign(ids: readonly string[], run: string, step: string): void {
    const assigned = ids.flatMap((id) => {
      const entry = this.#find(id)
      if (!entry || !this.#isShown(entry)) return []
      const exchange = { ...this.#present(entry), run, step }
      entry.run = run
      entry.line = this.#writer.write(exchange)
      entry.isWritten = true
      return [{ exchange, line: entry.line }]
    })
    this.#deps.segments.append(assigned.map(({ line }) => line))
    for (const { exchange } of assigned) this.#deps.publish(() => exchange)
  }

  /** Resolves when everything recorded so far has reached the file. */
  async flush(): Promise<void> {
    if (!this.#deps.registry.isComplete()) await this.#deps.registry.completed
    this.#batch.flush()
    await this.#deps.segments.flush()
  }

  /** Writes everything recorded so far, and closes the file. */
  async close(): Promise<void> {
    if (!this.#deps.registry.isComplete()) await this.#deps.registry.completed
    this.#batch.flush()
    await this.#deps.segments.close()
  }

  #newestFirst(): Entry[] {
    const all = [...this.#ring.newestFirst(), ...[...this.#earlier.values()].reverse()]
    return all.slice(0, CAPACITY).filter((entry) => this.#isShown(entry))
  }

  /** What cannot be masked yet waits: the secrets of earlier processes are still being remembered. */
  #isShown({ line }: Entry): boolean {
    return line !== undefined || this.#deps.registry.isComplete()
  }

  #deliver(entries: readonly Entry[]): void {
    const { registry } = this.#deps
    if (!registry.isComplete()) {
      void registry.completed.then(() => this.#deliver(entries))
      return
    }
    const unwritten = entries.filter((entry) => !entry.isWritten)
    this.#deps.segments.append(unwritten.map((entry) => this.#openLine(entry)))
    for (const entry of unwritten) {
      entry.isWritten = true
      this.#deps.publish(() => this.#present(entry))
    }
  }

  #present(entry: Entry): Exchange {
    return readLine(this.#openLine(entry))
  }

  #openLine(entry: Entry): Buffer {
    const { id, raw } = entry
    if (raw) {
      entry.line ??= this.#writer.write(presentExchange(id, raw, this.#deps.registry))
      entry.raw = undefined
    }
    if (entry.line === undefined) throw new TypeError('An exchange has lost its content')
    return entry.line
  }

  #find(id: string): Entry | undefined {
    return id.startsWith(this.#prefix)
      ? this.#ring.get(Number.parseInt(id.slice(this.#prefix.length), 36))
      : (this.#named.get(id) ?? this.#earlier.get(id))
  }
}

function openEntry(id: string, raw: RawExchange): Entry {
  return { id, run: raw.run, verdict: raw.verdict, raw, line: undefined, isWritten: false }
}
