import { setTimeout } from 'node:timers/promises'
import type { Case, JudgeDeps, Outcome } from './case.ts'
import { findClaimRuleProblem } from './decide/claim-rules.ts'
import type { CompiledApi } from './decide/compiled-api.ts'
import type { Facts } from './decide/facts.ts'
import { readIdentity } from './decide/identity.ts'
import { findAudienceProblem, findIssuerProblem } from './decide/issuer-claims.ts'
import { asksForLimits, describeLimits } from './decide/limits-info.ts'
import { choosePolicies } from './decide/policy-choice.ts'
import { type Refusal, isRefusal } from './decide/refusal.ts'
import { type SessionQuestion, findRight, openSession, takeSession } from './decide/session.ts'
import { readRest } from './decide/route.ts'
import { findTimeProblem } from './decide/time-claims.ts'
import type { ParsedToken } from './decide/token-shape.ts'
import { KEY_SET_TIMES } from './jwks/fetch-schedule.ts'
import type { KeySet } from './jwks/key-set.ts'
import { nameSession } from './session-store.ts'
import type { Settled, VerifiedToken } from './token-cache.ts'
import { readAgeSeconds } from './verify-token.ts'

export interface Admission {
  api: CompiledApi
  digest: string
  verified: VerifiedToken
  keySet: KeySet
  isKnown: boolean
}

/** All that follows the signature: claims, policy, session, limits. */
export function admit(
  deps: JudgeDeps,
  request: Case,
  admission: Admission,
): Outcome | Promise<Outcome> {
  const { api, digest, verified, keySet, isKnown } = admission
  const { token } = verified
  const { facts } = request
  const nowMs = deps.now()
  const { claims } = token
  facts.token = token
  facts.isTokenKnown = isKnown
  facts.keySet = keySet
  facts.keySetAgeSeconds = readAgeSeconds(keySet, nowMs)
  facts.isKeySetStale = facts.keySetAgeSeconds * 1000 > KEY_SET_TIMES.freshMs
  const timeProblem = findTimeProblem(claims, api.definition, Math.floor(nowMs / 1000))
  if (timeProblem) {
    deps.tokens.drop(api, digest)
    return timeProblem
  }
  const settled = isSettled(deps, verified.settled)
    ? verified.settled
    : settle(deps, request, { api, token })
  if (isRefusal(settled)) return settled
  verified.settled = settled
  const { identity, choice, session } = settled
  facts.identity = identity
  facts.policySource = choice.source
  facts.entitlement = choice.entitlement
  facts.session = session
  return enterSession(deps, request, { api, entitlement: choice.entitlement, session })
}

/** Whether what was settled at an earlier sight of the token still holds. */
function isSettled(
  { definitions, sessions }: JudgeDeps,
  settled: Settled | undefined,
): settled is Settled {
  return (
    settled !== undefined &&
    settled.revision === definitions.revision() &&
    sessions.get(settled.sessionName) === settled.session
  )
}

/** Reads claims, identity and policies of a token, and opens or prolongs its session. */
function settle(
  deps: JudgeDeps,
  { facts }: Case,
  { api, token }: { api: CompiledApi; token: ParsedToken },
): Settled | Refusal {
  const { definitions, sessions } = deps
  const { claims } = token
  const claimProblem =
    findIssuerProblem(claims, api.jwt) ??
    findAudienceProblem(claims, api.jwt) ??
    findClaimRuleProblem(token, api.jwt)
  if (claimProblem) return claimProblem
  const identity = readIdentity(claims, api.jwt)
  if (isRefusal(identity)) return identity
  facts.identity = identity
  const sessionName = nameSession(api, identity.value)
  const previous = sessions.get(sessionName)
  const choice = choosePolicies({
    api,
    claims,
    findPolicy: (id) => definitions.findPolicy(id),
    merge: (policies) => definitions.merge(policies),
    previousIds: previous?.policyIds,
  })
  if (isRefusal(choice)) return choice
  const { exp } = claims
  const session = openSession(previous, choice.entitlement, {
    nowMs: deps.now(),
    tokenExpiresAtSeconds: typeof exp === 'number' ? exp : undefined,
  })
  sessions.put(sessionName, session)
  return { revision: definitions.revision(), identity, choice, sessionName, session }
}

function enterSession(
  deps: JudgeDeps,
  { path, method, facts }: Case,
  { api, entitlement, session }: Pick<Ask, 'api' | 'entitlement' | 'session'>,
): Outcome | Promise<Outcome> {
  const ask: Ask = {
    api,
    entitlement,
    session,
    method,
    paths: [path, (facts.route && readRest(facts.route, path)) || '/'],
  }
  if (asksForLimits(method, ask.paths[1])) {
    const right = findRight({ ...ask, nowMs: deps.now(), monotonicMs: deps.monotonic() })
    return isRefusal(right) ? right : describeLimits(right, session, deps.now())
  }
  const refusal = count(deps, facts, ask)
  const { throttleSeconds = 0, throttleRetries = 0 } = facts.limits ?? {}
  if (refusal?.check !== 'rate' || throttleSeconds <= 0 || throttleRetries <= 0) return refusal
  return retry(() => count(deps, facts, ask), throttleSeconds * 1000, throttleRetries)
}

type Ask = Omit<SessionQuestion, 'nowMs' | 'monotonicMs'>

/** Takes one request from a session, and keeps what it took. */
function count(deps: JudgeDeps, facts: Facts, ask: Ask): Refusal | undefined {
  const nowMs = deps.now()
  const monotonicMs = deps.monotonic()
  const { api, entitlement, session, method, paths } = ask
  const question = { api, entitlement, session, method, paths, nowMs, monotonicMs }
  const { refusal, limits, rate, quota } = takeSession(question)
  if (limits) facts.limits = limits
  if (rate) {
    session.rates.set(rate.key, rate.window)
    facts.rate = rate.window
    facts.rateResetAtMs =
      nowMs + rate.window.perSeconds * 1000 - (monotonicMs - rate.window.startedAtMs)
  }
  if (quota) {
    session.quotas.set(quota.key, quota.count)
    facts.quota = quota.count
  }
  return refusal
}

/**
 * A throttled caller waits and asks again instead of being refused at once.
 *
 * @see [Tyk: request throttling](https://tyk.io/docs/api-management/request-throttling/)
 */
async function retry(
  take: () => Refusal | undefined,
  waitMs: number,
  retries: number,
): Promise<Outcome> {
  await setTimeout(waitMs)
  const refusal = take()
  if (refusal?.check !== 'rate' || retries <= 1) return refusal
  return retry(take, waitMs, retries - 1)
}
