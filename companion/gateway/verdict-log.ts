import type { Verdict } from '#shared/contract/verdict.ts'
import { createBatch } from '../events/batch.ts'
import type { Call } from './call.ts'
import { describeChecks } from './decide/describe-checks.ts'
import type { Facts } from './decide/facts.ts'
import { type Refusal, quote } from './decide/refusal.ts'

const MAX_VERDICTS = 2000
/** Verdicts of one batch that are told one by one. */
const BURST = 64
const DELAY_MS = 25

export interface VerdictLogDeps {
  /** Told shortly after a decision; under load only of the newest. */
  onVerdict?: ((verdict: Verdict) => void) | undefined
}

/** The last 2000 decisions. Their words are made when somebody reads them. */
export interface VerdictLog {
  add(call: Call): void
  get(id: string): Verdict | undefined
  /** The newest first. */
  list(limit: number): Verdict[]
}

/** What is kept of a call: neither its sockets nor its bodies. */
interface Entry {
  id: string
  startedAtMs: number
  method: string
  path: string
  status: number
  durationMs: number
  exchange: string | undefined
  facts: Facts
  refusal: Refusal | undefined
  /** The text of the refusal; an answer that broke off in the middle has none. */
  error: string | undefined
}

export function createVerdictLog({ onVerdict }: VerdictLogDeps = {}): VerdictLog {
  const entries = new Map<string, Entry>()
  const batch = createBatch<Entry>({
    delayMs: DELAY_MS,
    deliver(decided) {
      for (const entry of decided.slice(-BURST)) onVerdict?.(describeVerdict(entry))
    },
  })
  return {
    add(call) {
      if (!entries.has(call.id) && entries.size >= MAX_VERDICTS) {
        const oldest = entries.keys().next()
        if (!oldest.done) entries.delete(oldest.value)
      }
      const entry = toEntry(call)
      entries.set(call.id, entry)
      if (onVerdict) batch.add(entry)
    },
    get(id) {
      const entry = entries.get(id)
      return entry && describeVerdict(entry)
    },
    list: (limit) => [...entries.values()].slice(-limit).toReversed().map(describeVerdict),
  }
}

function toEntry(call: Call): Entry {
  const { id, startedAtMs, path, status, durationMs, exchange, facts, refusal } = call
  const method = call.request.method ?? ''
  const error = call.answer ? call.answer.error : refusal?.error
  return { id, startedAtMs, method, path, status, durationMs, exchange, facts, refusal, error }
}

function describeVerdict(entry: Entry): Verdict {
  const { facts, refusal, exchange } = entry
  return {
    id: entry.id,
    at: new Date(entry.startedAtMs).toISOString(),
    method: entry.method,
    path: quote(entry.path),
    ...(facts.route && { api_id: facts.route.api.id }),
    status: entry.status,
    ...(entry.error !== undefined && { error: entry.error }),
    // An upstream that fails takes nothing back: the gateway had let the request pass.
    is_allowed: refusal === undefined || refusal.check === 'upstream',
    checks: describeChecks(facts, refusal),
    ...(exchange !== undefined && { exchange }),
    duration_ms: Math.round(entry.durationMs * 1000) / 1000,
  }
}
