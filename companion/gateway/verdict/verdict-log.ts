import type { Verdict } from '#shared/contract/verdict.ts'
import { createBatch } from '../../events/batch.ts'
import type { Call } from '../call/call.ts'
import { describeChecks } from './describe-checks.ts'
import { type Facts, openFacts } from '../decide/facts.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Refusal } from '../outcome/refusal.ts'

const MAX_VERDICTS = 2000
const DELAY_MS = 50

export interface VerdictLogDeps {
  /** Told shortly after the decision on a call that is recorded; of a flood that is a sample. */
  onVerdict?: ((read: () => Verdict | undefined) => void) | undefined
}

/** The last 2000 decisions. Their words are made when somebody reads them. */
export interface VerdictLog {
  add(call: Call): void
  get(id: string): Verdict | undefined
  /** The newest first. */
  list(limit: number): Verdict[]
}

/**
 * What is kept of a call: neither its sockets nor its bodies. A slot is written again and again and
 * holds numbers, and things that live longer than the call: objects of their own for each call would
 * survive two thousand calls, and moving them cost more than all decisions together.
 */
interface Slot {
  id: string
  startedAtMs: number
  method: string
  path: string
  status: number
  durationMs: number
  exchange: string | undefined
  refusal: Refusal | undefined
  /** The text of the refusal; an answer that broke off in the middle has none. */
  error: string | undefined
  route: Facts['route']
  isIgnored: boolean
  credentialPlace: Facts['credentialPlace']
  token: Facts['token']
  isTokenKnown: boolean
  keySet: Facts['keySet']
  keySetAgeSeconds: number
  isKeySetStale: boolean
  identity: Facts['identity']
  policySource: string | undefined
  entitlement: Facts['entitlement']
  session: Facts['session']
  limits: Facts['limits']
  /** -1 when no rate counted. */
  rateUsed: number
  rate: number
  ratePerSeconds: number
  /** -1 when no quota counted. */
  quotaUsed: number
  quotaRenewsAtMs: number
  upstreamPath: string | undefined
  upstreamStatus: number
}

export function createVerdictLog({ onVerdict }: VerdictLogDeps = {}): VerdictLog {
  const slots: Slot[] = []
  let added = 0
  const batch = createBatch<string>({
    delayMs: DELAY_MS,
    deliver(ids) {
      for (const id of ids) onVerdict?.(() => find(id))
    },
  })

  function find(id: string): Verdict | undefined {
    const slot = slots.find((candidate) => candidate.id === id)
    return slot && describeVerdict(slot)
  }

  return {
    add(call) {
      const at = added % MAX_VERDICTS
      const slot = slots[at] ?? openSlot()
      slots[at] = slot
      fill(slot, call)
      if (onVerdict && call.isRecorded) batch.add(call.verdict)
      added += 1
    },
    get: find,
    list(limit) {
      const newest = slots.map((_, at) => slots[(added - 1 - at + slots.length) % slots.length])
      return newest.slice(0, limit).flatMap((slot) => (slot ? [describeVerdict(slot)] : []))
    },
  }
}

function openSlot(): Slot {
  return {
    id: '',
    startedAtMs: 0,
    method: '',
    path: '',
    status: 0,
    durationMs: 0,
    exchange: undefined,
    refusal: undefined,
    error: undefined,
    route: undefined,
    isIgnored: false,
    credentialPlace: undefined,
    token: undefined,
    isTokenKnown: false,
    keySet: undefined,
    keySetAgeSeconds: 0,
    isKeySetStale: false,
    identity: undefined,
    policySource: undefined,
    entitlement: undefined,
    session: undefined,
    limits: undefined,
    rateUsed: -1,
    rate: 0,
    ratePerSeconds: 0,
    quotaUsed: -1,
    quotaRenewsAtMs: 0,
    upstreamPath: undefined,
    upstreamStatus: 0,
  }
}

/** The text that is there when it is the same: a new copy would live for two thousand calls. */
function keep<T extends string | undefined>(old: T, text: T): T {
  return old === text ? old : text
}

function fill(slot: Slot, call: Call): void {
  const { facts, refusal, answer } = call
  slot.id = call.verdict
  slot.startedAtMs = call.startedAtMs
  slot.method = call.method
  slot.path = keep(slot.path, call.path)
  slot.status = call.status
  slot.durationMs = call.durationMs
  slot.exchange = call.exchange
  slot.refusal = refusal
  slot.error = answer ? answer.error : refusal?.error
  slot.route = facts.route
  slot.isIgnored = facts.isIgnored === true
  slot.credentialPlace = facts.credentialPlace
  slot.token = facts.token
  slot.isTokenKnown = facts.isTokenKnown === true
  slot.keySet = facts.keySet
  slot.keySetAgeSeconds = facts.keySetAgeSeconds ?? 0
  slot.isKeySetStale = facts.isKeySetStale === true
  slot.identity = facts.identity
  slot.policySource = facts.policySource
  slot.entitlement = facts.entitlement
  slot.session = facts.session
  slot.limits = facts.limits
  slot.rateUsed = facts.rate?.used ?? -1
  slot.rate = facts.rate?.rate ?? 0
  slot.ratePerSeconds = facts.rate?.perSeconds ?? 0
  slot.quotaUsed = facts.quota?.used ?? -1
  slot.quotaRenewsAtMs = facts.quota?.renewsAtMs ?? 0
  slot.upstreamPath = keep(slot.upstreamPath, facts.upstreamPath)
  slot.upstreamStatus = facts.upstreamStatus ?? 0
}

function readFacts(slot: Slot): Facts {
  const { rateUsed: used, rate, ratePerSeconds: perSeconds, quotaUsed, quotaRenewsAtMs } = slot
  return {
    ...openFacts(),
    ...slot,
    rate: used < 0 ? undefined : { used, rate, perSeconds, startedAtMs: 0, revision: '' },
    quota: quotaUsed < 0 ? undefined : { used: quotaUsed, renewsAtMs: quotaRenewsAtMs },
  }
}

function describeVerdict(slot: Slot): Verdict {
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
    checks: describeChecks(readFacts(slot), refusal),
    ...(exchange !== undefined && { exchange }),
    duration_ms: Math.round(slot.durationMs * 1000) / 1000,
  }
}
