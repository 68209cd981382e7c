import { type Facts, openFacts } from '../decide/facts.ts'
import type { Call } from '../call/call.ts'
import type { Refusal } from '../outcome/refusal.ts'

/**
 * What is kept of a call: neither its sockets nor its bodies. A slot is written again and again and
 * holds numbers, and things that live longer than the call: objects of their own for each call would
 * survive two thousand calls, and moving them cost more than all decisions together.
 */
export interface Slot {
  /** Empty for a slot that holds no verdict. */
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
  policySource: Facts['policySource']
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
  /** What the slot alone keeps: a token that no cache knows. */
  sizeBytes: number
}

export function openSlot(): Slot {
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
    sizeBytes: 0,
  }
}

/** Targets longer than this are kept in part; two hundred characters of a path are shown. */
const LONG_TEXT = 1024

/** The text that is there when it is the same: a new copy would live for two thousand calls. */
function keep<T extends string | undefined>(old: T, text: T): T {
  return old === text ? old : text
}

/** A copy of the beginning: a part of a text keeps the whole text alive. */
function cut(text: string): string {
  return Buffer.from(text.slice(0, LONG_TEXT)).toString()
}

export function fillSlot(slot: Slot, call: Call): void {
  const { facts, refusal, answer } = call
  slot.id = call.verdict
  slot.startedAtMs = call.startedAtMs
  slot.method = call.method
  const isLong = call.target.length > LONG_TEXT
  slot.path = isLong ? cut(call.path) : keep(slot.path, call.path)
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
  const { upstreamPath } = facts
  slot.upstreamPath =
    isLong && upstreamPath !== undefined ? cut(upstreamPath) : keep(slot.upstreamPath, upstreamPath)
  slot.upstreamStatus = facts.upstreamStatus ?? 0
  slot.sizeBytes = slot.token && !slot.isTokenKnown ? slot.token.sizeBytes : 0
}

/** The facts as they were when the slot was filled. */
export function readFacts(slot: Slot): Facts {
  const { rateUsed: used, rate, ratePerSeconds: perSeconds, quotaUsed, quotaRenewsAtMs } = slot
  return {
    ...openFacts(),
    ...slot,
    rate: used < 0 ? undefined : { used, rate, perSeconds, startedAtMs: 0, revision: '' },
    quota: quotaUsed < 0 ? undefined : { used: quotaUsed, renewsAtMs: quotaRenewsAtMs },
  }
}
