import type { Exchange } from '#shared/contract/exchange.ts'
import { type Batch, createBatch } from '../events/batch.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'
import { type CallBudget, createCallBudget, weighBodies } from './call-budget.ts'
import { LineRing, type Place, readLine } from './line-ring.ts'
import { Ring } from '../events/ring.ts'
import { type Masking, presentExchange } from './present-exchange.ts'
import type { Fingerprint } from './oauth-traits.ts'
import type { ExchangeOutline, RawExchange, Recorder } from './recorder.ts'
import { rememberLatest } from './remember-latest.ts'
import type { Line, Segments } from './segments.ts'

const CAPACITY = 2000
/** Bodies that wait to be masked weigh more than lines, so they wait for less than the delay then. */
const MOST_RAW_BYTES = 1024 * 1024
/** Of bodies that wait until the secrets of earlier processes are known. */
const MOST_WAITING_BYTES = 16 * 1024 * 1024
/** Raw exchanges are serialized soon: the garbage collector would copy a burst of them again and again. */
const DELAY_MS = 5
/** Of the tokens and codes that come again and again. */
const MOST_DIGESTS = 500

export interface ExchangeRecorderDeps {
  registry: Omit<Masking, 'fingerprint'> & Pick<SecretRegistry, 'isComplete' | 'completed'>
  fingerprint: Fingerprint
  segments: Pick<Segments, 'append' | 'flush' | 'close'>
  /** The exchanges that earlier processes recorded, the oldest first. */
  earlier: readonly Line[]
  /** Called for each exchange; the exchange is read only when a listener wants it. */
  publish: (read: () => Exchange | undefined) => void
  /** Called with each exchange when it is masked, and when it gets a run; those of earlier processes come first. */
  note?: (exchange: Exchange) => void
  /** Called when calls were left out of the record. */
  publishGap: () => void
}

interface Entry {
  id: string
  run: string | undefined
  verdict: string | undefined
  raw?: RawExchange | undefined
  /** Of its line in the ring, once it was masked. */
  place?: Place | undefined
  /** Of an exchange of an earlier process. */
  line?: Buffer | undefined
  isWritten: boolean
}

/**
 * The newest 2000 exchanges, fewer of large ones: 12 MiB as JSON. `record` only files the raw exchange; masking, writing and
 * publishing happen later in a batch, or when the exchange is read.
 */
export class ExchangeRecorder implements Recorder {
  readonly #deps: Omit<ExchangeRecorderDeps, 'earlier'>
  readonly #ring = new Ring<Entry>(CAPACITY)
  readonly #lines = new LineRing()
  #rawBytes = 0
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

  constructor({ earlier, ...deps }: ExchangeRecorderDeps) {
    this.#deps = { ...deps, fingerprint: rememberLatest(deps.fingerprint, MOST_DIGESTS) }
    for (const { exchange } of earlier) deps.note?.(exchange)
    this.#budget = createCallBudget({ onGap: deps.publishGap })
    this.#earlier = new Map(
      earlier.map(({ exchange: { id, run, verdict }, line }) => [
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
    const sizeBytes = weighBodies(entry.raw)
    this.#budget.spend(sizeBytes)
    this.#rawBytes += sizeBytes
    if (this.#rawBytes <= MOST_RAW_BYTES) return
    if (this.#deps.registry.isComplete()) this.#batch.flush()
    else if (this.#rawBytes > MOST_WAITING_BYTES) this.#dropRaw(entry)
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
    return entries.flatMap((entry) => this.#present(entry) ?? [])
  }

  outlines(): ExchangeOutline[] {
    return this.#newestFirst()
      .map(({ id, run, verdict }) => ({ id, run, verdict }))
      .reverse()
  }

  assign(ids: readonly string[], run: string, step: string): void {
    const entries = ids.flatMap((id) => {
      const entry = this.#find(id)
      const exchange = entry && this.#isShown(entry) ? this.#present(entry) : undefined
      if (!entry || !exchange) return []
      entry.run = run
      const assigned = { ...exchange, run, step }
      entry.place = this.#lines.write(assigned)
      this.#deps.note?.(assigned)
      entry.isWritten = true
      return [entry]
    })
    this.#write(entries)
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
  #isShown({ raw, place, line }: Entry): boolean {
    if (raw) return this.#deps.registry.isComplete()
    return place ? this.#lines.read(place) !== undefined : line !== undefined
  }

  #deliver(entries: readonly Entry[]): void {
    const { registry } = this.#deps
    if (!registry.isComplete()) {
      void registry.completed.then(() => this.#deliver(entries))
      return
    }
    const unwritten = entries.filter((entry) => !entry.isWritten)
    for (const entry of unwritten) entry.isWritten = true
    this.#write(unwritten)
  }

  /** To the disk and to listeners. */
  #write(entries: readonly Entry[]): void {
    let leftOut = 0
    for (const entry of entries) {
      const line = this.#openLine(entry)
      if (line) this.#deps.segments.append(line)
      else leftOut += 1
    }
    if (leftOut > 0) this.#deps.publishGap()
    for (const entry of entries) this.#deps.publish(() => this.#present(entry))
  }

  /** `undefined` for an exchange that newer ones have pushed out. */
  #present(entry: Entry): Exchange | undefined {
    const line = this.#openLine(entry)
    return line && readLine(line)
  }

  #openLine(entry: Entry): Buffer | undefined {
    if (entry.raw) {
      const { registry, fingerprint, note } = this.#deps
      const { maskWith, isSecretName } = registry
      const exchange = presentExchange(entry.id, entry.raw, { maskWith, isSecretName, fingerprint })
      entry.place = this.#lines.write(exchange)
      this.#dropRaw(entry)
      note?.(exchange)
    }
    return entry.place ? this.#lines.read(entry.place) : entry.line
  }

  #dropRaw(entry: Entry): void {
    this.#rawBytes -= weighBodies(entry.raw)
    entry.raw = undefined
  }

  #find(id: string): Entry | undefined {
    return id.startsWith(this.#prefix)
      ? this.#ring.get(Number.parseInt(id.slice(this.#prefix.length), 36))
      : (this.#named.get(id) ?? this.#earlier.get(id))
  }
}

function openEntry(id: string, raw: RawExchange): Entry {
  return { id, run: raw.run, verdict: raw.verdict, raw, place: undefined, isWritten: false }
}
