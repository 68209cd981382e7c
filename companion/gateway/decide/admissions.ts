import { setTimeout } from 'node:timers/promises'
import type { Outcome } from '../outcome/outcome.ts'
import { findClaimRuleProblem } from '../token/claim-rules.ts'
import type { CompiledApi } from '../api/compiled-api.ts'
import type { ApiRight } from '../policy/entitlement.ts'
import type { ApiRate } from '../endpoint/endpoint-rules.ts'
import type { Facts } from './facts.ts'
import { readIdentity } from '../token/identity.ts'
import { findAudienceProblem, findIssuerProblem } from '../token/issuer-claims.ts'
import { asksForLimits, describeLimits } from '../limits/limits-info.ts'
import { choosePolicies } from '../policy/policy-choice.ts'
import { type Refusal, type Why, isRefusal, refuse } from '../outcome/refusal.ts'
import { type SessionQuestion, findAccess, openSession, takeSession } from '../limits/session.ts'
import type { SmallMap } from '../memory/small-map.ts'
import type { QuotaCount } from '../limits/take-quota.ts'
import { type RateWindow, takeRate } from '../limits/take-rate.ts'
import { findLifetimeProblem } from '../token/token-lifetime.ts'
import { type TimeWindow, findTimeProblem, readTimeWindow } from '../token/time-claims.ts'
import { TYK } from '../outcome/tyk-answers.ts'
import type { DefinitionsInUse } from '../api/definitions-in-use.ts'
import { type SessionStore, createSessionStore, nameSession } from '../limits/session-store.ts'
import type { Settled, VerifiedToken } from './token-cache.ts'

export interface AdmissionsDeps {
  definitions: DefinitionsInUse
  /** Milliseconds since the epoch. */
  now: () => number
  /** Milliseconds that never jump. */
  monotonic: () => number
}

/** A request whose token was verified. */
export interface Admission {
  api: CompiledApi
  digest: string
  verified: VerifiedToken
  method: string
  /** The whole path, and the part behind the listen path. */
  paths: readonly [whole: string, rest: string]
  /** What comes to light is put in here. */
  facts: Facts
}

/** Where all requests meet: what is counted, is counted here and nowhere else. */
export interface Admissions {
  /** All that follows the signature: times, claims, policies, session, limits. */
  admit(admission: Admission): Outcome | Promise<Outcome>
  /** Takes one request from a rate that all callers of an API share. */
  takeApiRate(api: CompiledApi, rate: ApiRate): Outcome | Promise<Outcome>
}

/** Admissions of this process alone: nothing in here waits, but for a throttled caller. */
export function createAdmissions(deps: AdmissionsDeps): Admissions {
  const sessions = createSessionStore()
  // By definition: all versions of an API share its rate.
  const apiRates = new WeakMap<CompiledApi['source'], Map<string, RateWindow>>()
  return {
    admit(admission) {
      const outcome = attempt(deps, sessions, admission)
      if (!isRefusal(outcome) || outcome.check !== 'rate') return outcome
      return throttle(() => attempt(deps, sessions, admission), admission.facts, outcome)
    },
    takeApiRate({ source }, limit) {
      let windows = apiRates.get(source)
      if (!windows) apiRates.set(source, (windows = new Map<string, RateWindow>()))
      const nowMs = deps.monotonic()
      const { window, isAllowed } = takeRate(windows.get(limit.key), limit, nowMs)
      windows.set(limit.key, window)
      return isAllowed ? undefined : refuseApiRate(limit, window, nowMs)
    },
  }
}

/** All that is asked of a request whose signature was right; a throttled one is asked all of it again. */
function attempt(deps: AdmissionsDeps, sessions: SessionStore, admission: Admission): Outcome {
  const { api, verified, facts } = admission
  const nowMs = deps.now()
  const known = verified.settled
  let settled: Settled | Refusal
  if (isSettled(known, deps, sessions) && isInside(known, nowMs)) settled = known
  else {
    settled =
      findTimeProblem(verified.token.claims, api.jwt.skews, Math.floor(nowMs / 1000)) ??
      settle(deps, sessions, admission)
    if (isRefusal(settled)) return settled
    verified.settled = settled
  }
  facts.identity = settled.identity
  facts.policySource = settled.policySource
  facts.entitlement = settled.entitlement
  facts.session = settled.session
  return enterSession(deps, admission, settled)
}

/** Whether what was settled at an earlier sight of the token still holds. */
function isSettled(
  settled: Settled | undefined,
  { definitions }: AdmissionsDeps,
  sessions: SessionStore,
): settled is Settled {
  return (
    settled !== undefined &&
    settled.revision === definitions.revision() &&
    sessions.holds(settled.sessionName, settled.session)
  )
}

function isInside({ from, until }: TimeWindow, nowMs: number): boolean {
  const nowSeconds = Math.floor(nowMs / 1000)
  return nowSeconds >= from && nowSeconds <= until
}

/** Reads claims, identity and policies of a token, and opens or prolongs its session. */
function settle(
  { definitions, now }: AdmissionsDeps,
  sessions: SessionStore,
  { api: { jwt: rules }, verified, facts }: Admission,
): Settled | Refusal {
  const { token } = verified
  const { claims } = token
  const claimProblem =
    findIssuerProblem(claims, rules) ??
    findAudienceProblem(claims, rules) ??
    findLifetimeProblem(claims, rules.maxLifetimeSeconds) ??
    findClaimRuleProblem(token, rules)
  if (claimProblem) return claimProblem
  const identity = readIdentity(claims, rules)
  if (isRefusal(identity)) return identity
  facts.identity = identity
  const sessionName = nameSession(rules, identity.value)
  const previous = sessions.get(sessionName)
  const choice = choosePolicies({
    rules,
    claims,
    findPolicy: (id) => definitions.findPolicy(id),
    merge: (policies, before) => definitions.merge(policies, before),
    previousIds: previous?.policyIds,
  })
  if (isRefusal(choice)) return choice
  const { exp } = claims
  const session = openSession(previous, choice.entitlement, {
    nowMs: now(),
    tokenExpiresAtSeconds: typeof exp === 'number' ? exp : undefined,
  })
  sessions.put(sessionName, session)
  const { source: policySource, entitlement } = choice
  const { from, until } = readTimeWindow(claims, rules.skews)
  // A whole literal: with a spread it cost 5 µs more.
  return {
    from,
    until,
    revision: definitions.revision(),
    identity,
    policySource,
    entitlement,
    right: undefined,
    rightAt: undefined,
    sessionName,
    session,
  }
}

function enterSession(
  deps: AdmissionsDeps,
  { api, method, paths, facts }: Admission,
  settled: Settled,
): Outcome {
  const { entitlement, session } = settled
  const right = findRight(settled, api)
  const nowMs = deps.now()
  const monotonicMs = deps.monotonic()
  const question = { api, entitlement, right, session, method, paths, nowMs, monotonicMs }
  if (asksForLimits(paths[1])) {
    // As with Tyk the paths of a policy do not count here.
    const access = findAccess(question)
    return isRefusal(access) ? access : describeLimits(access, session, nowMs)
  }
  return count(facts, question)
}

/** Mostly a token is used at one API, so the right is looked up once. */
function findRight(settled: Settled, api: CompiledApi): ApiRight | undefined {
  if (settled.rightAt !== api) {
    settled.rightAt = api
    settled.right = settled.entitlement.rights.get(api.id)
  }
  return settled.right
}

/** Takes one request from a session, and keeps what it took. */
function count(facts: Facts, question: SessionQuestion): Refusal | undefined {
  const { session, nowMs, monotonicMs } = question
  const { refusal, limits, rate, quota } = takeSession(question)
  if (limits) facts.limits = limits
  if (rate) {
    keepWindow(session.rates, rate.key, rate.window)
    facts.rate = rate.window
    facts.rateResetAtMs =
      nowMs + rate.window.perSeconds * 1000 - (monotonicMs - rate.window.startedAtMs)
  }
  if (quota) {
    keepCount(session.quotas, quota.key, quota.count)
    facts.quota = quota.count
    const { renewsAtMs } = quota.count
    facts.quotaResetAtMs = renewsAtMs === Infinity ? nowMs : renewsAtMs
  }
  return refusal
}

/**
 * Writes into what is there: an object of its own per request would live until the session's next
 * one, and moving ten thousand of them costs more than counting.
 */
function keepWindow(kept: SmallMap<RateWindow>, key: string, window: RateWindow): void {
  const known = kept.get(key)
  if (!known) return kept.set(key, { ...window })
  known.startedAtMs = window.startedAtMs
  known.used = window.used
  known.rate = window.rate
  known.perSeconds = window.perSeconds
  known.revision = window.revision
}

function keepCount(kept: SmallMap<QuotaCount>, key: string, count: QuotaCount): void {
  const known = kept.get(key)
  if (!known) return kept.set(key, { ...count })
  known.used = count.used
  known.renewsAtMs = count.renewsAtMs
}

/**
 * A throttled caller waits and asks again instead of being refused at once.
 *
 * @see [Tyk: request throttling](https://tyk.io/docs/api-management/request-throttling/)
 */
function throttle(
  again: () => Outcome,
  { limits }: Facts,
  refusal: Refusal,
): Outcome | Promise<Outcome> {
  const { throttleSeconds = 0, throttleRetries = 0 } = limits ?? {}
  if (throttleSeconds <= 0 || throttleRetries <= 0) return refusal
  return retry(again, throttleSeconds * 1000, throttleRetries)
}

async function retry(again: () => Outcome, waitMs: number, retries: number): Promise<Outcome> {
  await setTimeout(waitMs)
  const outcome = again()
  const isThrottled = isRefusal(outcome) && outcome.check === 'rate'
  return isThrottled && retries > 1 ? retry(again, waitMs, retries - 1) : outcome
}

function refuseApiRate(
  { key: endpoint }: ApiRate,
  { rate, perSeconds, used, startedAtMs }: RateWindow,
  nowMs: number,
): Refusal {
  const why: Why =
    endpoint === ''
      ? {
          code: 'API_RATE_EXCEEDED',
          facts: { rate, perSeconds },
          causes: [{ code: 'API_HAS_RATE' }],
        }
      : {
          code: 'ENDPOINT_RATE_EXCEEDED',
          facts: { endpoint, rate, perSeconds },
          causes: [{ code: 'ENDPOINT_HAS_RATE' }],
        }
  return refuse('rate', TYK.apiRateExceeded, {
    ...why,
    retryAfterSeconds: Math.ceil(perSeconds - (nowMs - startedAtMs) / 1000),
    evidence: [{ label: 'used', value: { code: 'USED_OF', facts: { used, limit: rate } } }],
  })
}
