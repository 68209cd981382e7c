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
import { type PolicyChoice, choosePolicies } from '../policy/policy-choice.ts'
import { type Refusal, type Why, isRefusal, refuse } from '../outcome/refusal.ts'
import { type Counting, type RateAnswer, type SessionAnswer, follow } from '../limits/counting.ts'
import { findAccess, findPathAccess, findQuota, findRate, readAnswer } from '../limits/session.ts'
import type { Limits } from '../policy/policy-limits.ts'
import { findBindingProblem } from '../token/token-binding.ts'
import { findLifetimeProblem } from '../token/token-lifetime.ts'
import { type TimeWindow, findTimeProblem, readTimeWindow } from '../token/time-claims.ts'
import { TYK } from '../outcome/tyk-answers.ts'
import type { DefinitionsInUse } from '../api/definitions-in-use.ts'
import { nameSession } from '../limits/name-session.ts'
import type { RateWindow } from '../limits/take-rate.ts'
import type { Settled, VerifiedToken } from './token-cache.ts'

export interface AdmissionsDeps {
  definitions: DefinitionsInUse
  /** Milliseconds since the epoch. */
  now: () => number
  /** Sessions, rates and quotas. */
  counting: Counting
}

/** A request whose token was verified. */
export interface Admission {
  api: CompiledApi
  digest: string
  verified: VerifiedToken
  method: string
  /** The whole path, and the part behind the listen path. */
  paths: readonly [whole: string, rest: string]
  /** The checks add their results here. */
  facts: Facts
}

/** The checks that count requests; no other part of the gateway counts. */
export interface Admissions {
  /** All that follows the signature: times, claims, policies, session, limits. */
  admit(admission: Admission): Outcome | Promise<Outcome>
  /** Takes one request from a rate that all callers of an API share. */
  takeApiRate(api: CompiledApi, rate: ApiRate): ApiRateTaken | Promise<ApiRateTaken>
}

/** The answer of a rate that all callers of an API share, and its count. */
export interface ApiRateTaken {
  outcome: Outcome
  rate: RateWindow | undefined
  /** Milliseconds since the epoch. */
  rateResetAtMs: number
}

/**
 * Admissions with one implementation of counting. Only throttled callers and counting over a network are
 * asynchronous.
 */
export function createAdmissions(deps: AdmissionsDeps): Admissions {
  return {
    admit: (admission) =>
      follow(attempt(deps, admission), (outcome) =>
        isRefusal(outcome) && outcome.check === 'rate'
          ? throttle(() => attempt(deps, admission), admission.facts, outcome)
          : outcome,
      ),
    takeApiRate({ source }, limit) {
      // By definition: all versions of an API share its rate.
      const { rate, perSeconds } = limit
      const ask = { key: `${source.api_id} ${limit.key}`, rate, perSeconds }
      return follow(deps.counting.takeRate(ask), (answer) => ({
        outcome: answer.isAllowed ? undefined : refuseApiRate(limit, answer),
        rate: answer.window,
        rateResetAtMs: readRateReset(answer, deps.now()),
      }))
    },
  }
}

/** All checks of a request with a valid signature; a throttled request repeats all of them. */
function attempt(deps: AdmissionsDeps, admission: Admission): Outcome | Promise<Outcome> {
  const { api, verified } = admission
  const nowMs = deps.now()
  const known = verified.settled
  if (known && known.revision === deps.definitions.revision() && isInside(known, nowMs))
    return enterSession(deps, admission, known)
  const problem = findTimeProblem(verified.token.claims, api.jwt.skews, Math.floor(nowMs / 1000))
  if (problem) return problem
  return follow(settle(deps, admission), (settled) => {
    if (isRefusal(settled)) return settled
    verified.settled = settled
    return enterSession(deps, admission, settled)
  })
}

function isInside({ from, until }: TimeWindow, nowMs: number): boolean {
  const nowSeconds = Math.floor(nowMs / 1000)
  return nowSeconds >= from && nowSeconds <= until
}

/** Reads claims, identity and policies of a token. */
function settle(
  { definitions, counting }: AdmissionsDeps,
  { api: { jwt: rules }, verified, facts }: Admission,
): Settled | Refusal | Promise<Settled | Refusal> {
  const { token } = verified
  const { claims } = token
  const claimProblem =
    findIssuerProblem(claims, rules) ??
    findAudienceProblem(claims, rules) ??
    findLifetimeProblem(claims, rules.maxLifetimeSeconds) ??
    findClaimRuleProblem(token, rules) ??
    findBindingProblem(claims, rules.needsBinding)
  if (claimProblem) return claimProblem
  const identity = readIdentity(claims, rules)
  if (isRefusal(identity)) return identity
  facts.identity = identity
  const sessionName = nameSession(rules, identity.value)
  const choose = (previousIds: readonly string[] | undefined): PolicyChoice | Refusal =>
    choosePolicies({
      rules,
      claims,
      findPolicy: (id) => definitions.findPolicy(id),
      merge: (policies, before) => definitions.merge(policies, before),
      previousIds,
    })
  const choice = choose(undefined)
  // A caller with a session is refused in other words; what is allowed does not depend on it.
  if (isRefusal(choice))
    return follow(counting.policiesOf(sessionName), (ids) => {
      const known = ids === undefined ? choice : choose(ids)
      return isRefusal(known) ? known : choice
    })
  const { exp } = claims
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
    tokenEndsAtMs: typeof exp === 'number' ? exp * 1000 : 0,
    session: undefined,
  }
}

function enterSession(
  { now, counting }: AdmissionsDeps,
  { api, method, paths, facts }: Admission,
  settled: Settled,
): Outcome | Promise<Outcome> {
  const { identity, policySource, entitlement } = settled
  facts.identity = identity
  facts.policySource = policySource
  facts.entitlement = entitlement
  const wallMs = now()
  const question = { api, entitlement, right: findRight(settled, api), method, paths }
  const isForLimits = asksForLimits(paths[1])
  // As with Tyk the paths of a policy do not count for a caller that asks for its limits.
  const access = isForLimits ? findAccess(question) : findPathAccess(question)
  const counted = isForLimits || isRefusal(access) ? undefined : access
  const answer = counting.enter({
    session: settled.sessionName,
    wallMs,
    policySeconds: entitlement.expiresInSeconds,
    tokenEndsAtMs: settled.tokenEndsAtMs,
    policyIds: entitlement.policyIds,
    rate: counted && findRate(question, counted),
    quota: counted && findQuota(question, counted),
    shownQuota: isForLimits && !isRefusal(access) ? access.scope : undefined,
    last: settled.session,
  })
  return follow(answer, (known) => {
    settled.session = known.session
    facts.session = known.session
    const refusal = readAnswer(known, { access, entitlement, nowMs: wallMs })
    if (isForLimits && !isRefusal(access))
      return refusal ?? describeLimits(access, known.quota, wallMs)
    if (counted && known.refusedBy !== 'ended')
      noteCounts(facts, { limits: counted.limits, answer: known, wallMs })
    return refusal
  })
}

/** The limits for the answer's headers and the verdict. */
function noteCounts(
  facts: Facts,
  { limits, answer, wallMs }: { limits: Limits; answer: SessionAnswer; wallMs: number },
): void {
  const { window, quota } = answer
  facts.limits = limits
  if (window) {
    facts.rate = window
    facts.rateResetAtMs = readRateReset({ window, windowAgeMs: answer.windowAgeMs }, wallMs)
  }
  if (quota) {
    facts.quota = quota
    facts.quotaResetAtMs = quota.renewsAtMs === Infinity ? wallMs : quota.renewsAtMs
  }
}

/** When callers are told that a rate begins anew, as Tyk tells it: now, while one more call may pass. */
function readRateReset(
  { window, windowAgeMs }: { window: RateWindow; windowAgeMs: number },
  wallMs: number,
): number {
  return window.used < window.rate ? wallMs : wallMs + window.perSeconds * 1000 - windowAgeMs
}

/** Caches the right of the last API, since most tokens are used at one API only. */
function findRight(settled: Settled, api: CompiledApi): ApiRight | undefined {
  if (settled.rightAt !== api) {
    settled.rightAt = api
    settled.right = settled.entitlement.rights.get(api.id)
  }
  return settled.right
}

/**
 * A throttled caller waits and asks again instead of being refused at once. With Tyk each attempt counts
 * against the rate, so that asking more often than once in its window ends in the refusal, after one more
 * wait than there are attempts.
 *
 * @see [Tyk: request throttling](https://tyk.io/docs/api-management/request-throttling/)
 */
function throttle(
  again: () => Outcome | Promise<Outcome>,
  { limits }: Facts,
  refusal: Refusal,
): Outcome | Promise<Outcome> {
  const { throttleSeconds = 0, throttleRetries = 0, perSeconds = 0 } = limits ?? {}
  if (throttleSeconds <= 0 || throttleRetries <= 0) return refusal
  if (throttleSeconds < perSeconds)
    return setTimeout(throttleSeconds * (throttleRetries + 1) * 1000, refusal)
  return retry(again, throttleSeconds * 1000, throttleRetries)
}

async function retry(
  again: () => Outcome | Promise<Outcome>,
  waitMs: number,
  retries: number,
): Promise<Outcome> {
  await setTimeout(waitMs)
  const outcome = await again()
  const isThrottled = isRefusal(outcome) && outcome.check === 'rate'
  return isThrottled && retries > 1 ? retry(again, waitMs, retries - 1) : outcome
}

function refuseApiRate(
  { key: endpoint }: ApiRate,
  { window: { rate, perSeconds, used }, windowAgeMs }: RateAnswer,
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
    retryAfterSeconds: Math.ceil(perSeconds - windowAgeMs / 1000),
    evidence: [{ label: 'used', value: { code: 'USED_OF', facts: { used, limit: rate } } }],
  })
}
