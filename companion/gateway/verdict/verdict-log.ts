import { createBatch } from '../../events/batch.ts'
import type { Call } from '../call/call.ts'
import type { Decision } from './decision.ts'
import { listChecks } from './list-checks.ts'
import { type Slot, fillSlot, openSlot, readFacts } from './slot.ts'
import { quote } from '#shared/errors/quote.ts'

const MAX_VERDICTS = 2000
/** Of tokens that only a verdict knows. */
const MOST_BYTES = 8 * 1024 * 1024
const DELAY_MS = 50

export interface VerdictLogDeps {
  /** Told shortly after the decision on a call that is recorded; of a flood that is a sample. */
  onVerdict?: ((read: () => Decision | undefined) => void) | undefined
}

/** The last 2000 decisions, fewer of callers whose tokens are large and of no use. Their checks are listed when one is read. */
export interface VerdictLog {
  add(call: Call): void
  get(id: string): Decision | undefined
  /** The newest first. */
  list(limit: number): Decision[]
}

export function createVerdictLog({ onVerdict }: VerdictLogDeps = {}): VerdictLog {
  const slots: Slot[] = []
  let added = 0
  let first = 0
  let bytes = 0
  const batch = createBatch<string>({
    delayMs: DELAY_MS,
    deliver(ids) {
      for (const id of ids) onVerdict?.(() => find(id))
    },
  })

  function find(id: string): Decision | undefined {
    const slot = slots.find((candidate) => candidate.id === id)
    return slot && readDecision(slot)
  }

  function dropOldest(): void {
    for (first = Math.max(first, added - MAX_VERDICTS); bytes > MOST_BYTES; first += 1) {
      bytes -= slots[first % MAX_VERDICTS]?.sizeBytes ?? 0
      slots[first % MAX_VERDICTS] = openSlot()
    }
  }

  return {
    add(call) {
      const at = added % MAX_VERDICTS
      const slot = slots[at] ?? openSlot()
      slots[at] = slot
      bytes -= slot.sizeBytes
      fillSlot(slot, call)
      bytes += slot.sizeBytes
      if (onVerdict && call.isRecorded) batch.add(call.verdict)
      added += 1
      if (bytes > MOST_BYTES) dropOldest()
    },
    get: find,
    list(limit) {
      const newest = slots.map((_, at) => slots[(added - 1 - at + slots.length) % slots.length])
      return newest
        .slice(0, limit)
        .flatMap((slot) => (slot && slot.id !== '' ? [readDecision(slot)] : []))
    },
  }
}

function readDecision(slot: Slot): Decision {
  const { route, refusal, exchange } = slot
  return {
    id: slot.id,
    at: new Date(slot.startedAtMs).toISOString(),
    method: slot.method,
    path: quote(slot.path),
    ...(route && { api_id: route.api.id }),
    status: slot.status,
    ...(slot.error !== undefined && { error: slot.error }),
    // An upstream that fails takes nothing back: the gateway had let the request pass.
    is_allowed: refusal === undefined || refusal.check === 'upstream',
    checks: listChecks(readFacts(slot), refusal),
    ...(exchange !== undefined && { exchange }),
    duration_ms: Math.round(slot.durationMs * 1000) / 1000,
  }
}
