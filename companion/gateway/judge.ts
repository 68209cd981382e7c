import { setTimeout } from 'node:timers/promises'
import { isInRange } from '../http/address-range.ts'
import { findAddressProblem } from './decide/caller-address.ts'
import { findClaimRuleProblem } from './decide/claim-rules.ts'
import type { CompiledApi } from './decide/compiled-api.ts'
import { applyCors } from './decide/cors.ts'
import { findCredential } from './decide/credential.ts'
import { type EndpointPass, judgeEndpoint } from './decide/endpoint-rules.ts'
import type { Facts, KeySetFacts } from './decide/facts.ts'
import { readIdentity } from './decide/identity.ts'
import { findAudienceProblem, findIssuerProblem } from './decide/issuer-claims.ts'
import { OWN } from './decide/own-answers.ts'
import { choosePolicies } from './decide/policy-choice.ts'
import { asksForLimits, describeLimits } from './decide/limits-info.ts'
import { type Reply } from './decide/reply.ts'
import { type Refusal, isRefusal, refuse } from './decide/refusal.ts'
import { type RequestPath, readRequestPath } from './decide/request-path.ts'
import { findRoute } from './decide/route.ts'
import { type SessionQuestion, findRight, openSession, takeSession } from './decide/session.ts'
import { type RateWindow, takeRate } from './decide/take-rate.ts'
import { findTimeProblem } from './decide/time-claims.ts'
import { type ParsedToken, readToken } from './decide/token-shape.ts'
import { TYK } from './decide/tyk-answers.ts'
import { findWireProblem } from './decide/wire-guard.ts'
import type { DefinitionsInUse } from './definitions-in-use.ts'
import type { KeySet } from './jwks/key-set.ts'
import { KEY_SET_TIMES } from './jwks/fetch-schedule.ts'
import { type SessionStore, nameSession } from './session-store.ts'
import { type TokenCache, digestToken } from './token-cache.ts'
import { type VerifyTokenDeps, readAgeSeconds, verifyToken } from './verify-token.ts'

export interface JudgeDeps extends VerifyTokenDeps {
  definitions: DefinitionsInUse
  tokens: TokenCache
  sessions: SessionStore
  /** Milliseconds that never jump. */
  monotonic: () => number
}

/** One request on its way through the checks; `facts` fill up as it goes. */
export interface Case {
  verdict: string
  method: string
  /** As it stood in the request line. */
  target: string
  /** The target without its query. */
  path: string
  httpVersion: string
  rawHeaders: readonly string[]
  /** Whether the Host header names this listener. */
  isHostAllowed: boolean
  /** The address of the caller's socket. */
  peer: string
  facts: Facts
}

/** A refusal, an answer of the gateway's own, or neither: then the request goes on to the upstream. */
export type Outcome = Refusal | Reply | undefined

/**
 * Judges one request. Synchronous when the token was seen before, so that the common case waits for
 * nothing.
 */
export interface Judge {
  (request: Case): Outcome | Promise<Outcome>
}

export function createJudge(deps: JudgeDeps): Judge {
  const apiRates = new WeakMap<CompiledApi, RateWindow>()

  function takeApiRate(api: CompiledApi): Outcome {
    const limit = api.apiRate
    if (!limit) return undefined
    const { window, isAllowed } = takeRate(apiRates.get(api), limit, deps.monotonic())
    apiRates.set(api, window)
    if (isAllowed) return undefined
    return refuse('rate', TYK.apiRateExceeded, {
      reason: `The API as a whole allows ${limit.rate} requests in ${limit.perSeconds} s.`,
      retryAfterSeconds: Math.ceil(
        limit.perSeconds - (deps.monotonic() - window.startedAtMs) / 1000,
      ),
      evidence: [{ label: 'Used', value: `${window.used} of ${limit.rate}` }],
      causes: [{ text: 'The API definition has a global_rate_limit.' }],
    })
  }

  return (request) => {
    const opened = openCase(deps, request)
    if (isRefusal(opened)) return opened
    const { api } = opened
    if (!api.hasVersion)
      return refuse('route', TYK.noVersion, { reason: 'version_data.versions is empty.' })
    const cors = api.cors && applyCors(api.cors, request)
    if (cors) request.facts.corsHeaders = cors.headers
    if (cors?.preflight) return cors.preflight
    const pass = enterEndpoint(request, opened)
    if (isRefusal(pass)) return pass
    if (pass.reply) return pass.reply
    if (pass.isIgnored || api.authentication === 'keyless') return takeApiRate(api)
    const outcome = authenticate(deps, request, opened)
    if (outcome instanceof Promise) return outcome.then((known) => known ?? takeApiRate(api))
    return outcome ?? takeApiRate(api)
  }
}

function enterEndpoint(request: Case, { api }: OpenCase): EndpointPass | Refusal {
  const { facts, method, rawHeaders, peer } = request
  const refusal = findAddressProblem(api.addresses, peer, isInRange)
  if (refusal) return refusal
  const paths = [request.path, facts.route?.rest || '/']
  const pass = judgeEndpoint(api.endpoints, { method, paths, rawHeaders })
  if (isRefusal(pass)) return pass
  if (pass.isIgnored) facts.isIgnored = true
  facts.timeoutMs = pass.timeoutMs
  return pass
}

interface OpenCase extends RequestPath {
  api: CompiledApi
}

function openCase(deps: JudgeDeps, request: Case): OpenCase | Refusal {
  const wireProblem = findWireProblem(request)
  if (wireProblem) return wireProblem
  if (!request.isHostAllowed)
    return refuse('route', OWN.foreignHost, { reason: 'The Host header names another server.' })
  const path = readRequestPath(request.target)
  if (isRefusal(path)) return path
  const route = findRoute(deps.definitions.routes(), path.path)
  if (isRefusal(route)) return route
  request.facts.route = route
  return { ...path, api: route.api }
}

function authenticate(
  deps: JudgeDeps,
  request: Case,
  { api, query }: OpenCase,
): Outcome | Promise<Outcome> {
  const { facts, rawHeaders } = request
  const credential = findCredential(api, { rawHeaders, query })
  if (isRefusal(credential)) return credential
  facts.credentialPlace = credential.place
  if (api.authentication === 'auth_token') {
    return refuse('token_shape', TYK.unknownAuthToken, {
      reason: 'The API is protected by auth tokens (enable_jwt is off), and no such token exists.',
      causes: [{ text: 'The definition was meant for JWTs: set enable_jwt to true.' }],
    })
  }
  const text = credential.token
  const digest = digestToken(text)
  const known = deps.tokens.find(api, digest)
  if (known && !api.jwt.hasPlainUrlQuirk) {
    const keySet = deps.keySets.peek(api.jwt.keySources, known.token.kid)
    if (keySet?.fingerprint === known.fingerprint)
      return admit(deps, request, { api, digest, keySet, token: known.token, isKnown: true })
  }
  const token = readToken(text, api.jwt)
  if (isRefusal(token)) return token
  return verifyToken(deps, { api, text, token, verdict: request.verdict }).then((keySet) => {
    if (isRefusal(keySet)) {
      deps.tokens.drop(api, digest)
      facts.token = { ...token, isKnown: false }
      const used = deps.keySets.peek(api.jwt.keySources, token.kid)
      if (used) facts.keySet = describeKeySet(used, deps.now())
      return keySet
    }
    deps.tokens.keep(api, digest, { token, fingerprint: keySet.fingerprint })
    return admit(deps, request, { api, digest, keySet, token, isKnown: false })
  })
}

interface Admission {
  api: CompiledApi
  digest: string
  token: ParsedToken
  keySet: KeySet
  isKnown: boolean
}

function describeKeySet(keySet: KeySet, nowMs: number): KeySetFacts {
  const ageSeconds = readAgeSeconds(keySet, nowMs)
  const isStale = ageSeconds * 1000 > KEY_SET_TIMES.freshMs
  return { url: keySet.url, keyCount: keySet.kids.size, ageSeconds, isStale }
}

/** All that follows the signature: claims, policy, session, limits. */
function admit(deps: JudgeDeps, request: Case, admission: Admission): Outcome | Promise<Outcome> {
  const { api, digest, token, keySet, isKnown } = admission
  const { facts } = request
  const { claims } = token
  const nowMs = deps.now()
  facts.token = { ...token, isKnown }
  facts.keySet = describeKeySet(keySet, nowMs)
  const timeProblem = findTimeProblem(claims, api.definition, Math.floor(nowMs / 1000))
  if (timeProblem) {
    deps.tokens.drop(api, digest)
    return timeProblem
  }
  const claimProblem =
    findIssuerProblem(claims, api.jwt) ??
    findAudienceProblem(claims, api.jwt) ??
    findClaimRuleProblem(token, api.jwt)
  if (claimProblem) return claimProblem
  const identity = readIdentity(claims, api.jwt)
  if (isRefusal(identity)) return identity
  facts.identity = identity
  return enterSession(deps, request, admission)
}

function enterSession(
  deps: JudgeDeps,
  request: Case,
  { api, token }: Admission,
): Outcome | Promise<Outcome> {
  const { facts, method } = request
  const { definitions, sessions } = deps
  const name = nameSession(api, facts.identity?.value ?? '')
  const previous = sessions.get(name)
  const choice = choosePolicies({
    api,
    claims: token.claims,
    findPolicy: (id) => definitions.findPolicy(id),
    merge: (policies) => definitions.merge(policies),
    previousIds: previous?.policyIds,
  })
  if (isRefusal(choice)) return choice
  const { entitlement, source } = choice
  const { exp } = token.claims
  const session = openSession(previous, entitlement, {
    nowMs: deps.now(),
    tokenExpiresAtSeconds: typeof exp === 'number' ? exp : undefined,
  })
  sessions.put(name, session)
  const { startedAtMs, endsAtMs } = session
  Object.assign(facts, { policySource: source, entitlement, session: { startedAtMs, endsAtMs } })
  const paths = [request.path, facts.route?.rest || '/'] as const
  if (asksForLimits(method, paths[1])) {
    const question = { api, entitlement, session, method, paths, nowMs: deps.now() }
    const right = findRight({ ...question, monotonicMs: deps.monotonic() })
    return isRefusal(right) ? right : describeLimits(right, session, deps.now())
  }
  const take = () => count(deps, facts, { api, entitlement, session, method, paths })
  return takeWithPatience(take, facts)
}

type Ask = Omit<SessionQuestion, 'nowMs' | 'monotonicMs'>

/** Takes one request from a session, and keeps what it took. */
function count(deps: JudgeDeps, facts: Facts, ask: Ask): Refusal | undefined {
  const nowMs = deps.now()
  const monotonicMs = deps.monotonic()
  const { refusal, limits, rate, quota } = takeSession({ ...ask, nowMs, monotonicMs })
  const { session } = ask
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
function takeWithPatience(
  take: () => Refusal | undefined,
  facts: Facts,
): Outcome | Promise<Outcome> {
  const refusal = take()
  const { throttleSeconds = 0, throttleRetries = 0 } = facts.limits ?? {}
  if (refusal?.check !== 'rate' || throttleSeconds <= 0 || throttleRetries <= 0) return refusal
  return retry(take, throttleSeconds * 1000, throttleRetries)
}

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
