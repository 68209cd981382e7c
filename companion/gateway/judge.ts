import { findClaimRuleProblem } from './decide/claim-rules.ts'
import type { CompiledApi } from './decide/compiled-api.ts'
import { findCredential } from './decide/credential.ts'
import type { Facts, KeySetFacts } from './decide/facts.ts'
import { readIdentity } from './decide/identity.ts'
import { findAudienceProblem, findIssuerProblem } from './decide/issuer-claims.ts'
import { OWN } from './decide/own-answers.ts'
import { choosePolicies } from './decide/policy-choice.ts'
import { type Refusal, isRefusal, refuse } from './decide/refusal.ts'
import { type RequestPath, readRequestPath } from './decide/request-path.ts'
import { findRoute } from './decide/route.ts'
import {
  type Session,
  type SessionQuestion,
  readSessionEnd,
  takeSession,
} from './decide/session.ts'
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
  httpVersion: string
  rawHeaders: readonly string[]
  /** Whether the Host header names this listener. */
  isHostAllowed: boolean
  facts: Facts
}

type Outcome = Refusal | undefined

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
    if (api.authentication === 'keyless') return takeApiRate(api)
    const outcome = authenticate(deps, request, opened)
    if (outcome instanceof Promise) return outcome.then((known) => known ?? takeApiRate(api))
    return outcome ?? takeApiRate(api)
  }
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
function admit(deps: JudgeDeps, request: Case, admission: Admission): Outcome {
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

function enterSession(deps: JudgeDeps, request: Case, { api, token }: Admission): Outcome {
  const { facts, method } = request
  const { claims } = token
  const { definitions, sessions } = deps
  const name = nameSession(api, facts.identity?.value ?? '')
  const previous = sessions.get(name)
  const findPolicy = (id: string) => definitions.findPolicy(id)
  const choice = choosePolicies({ api, claims, findPolicy, previousIds: previous?.policyIds })
  if (isRefusal(choice)) return choice
  const entitlement = definitions.merge(choice.policies)
  const nowMs = deps.now()
  const { policyIds } = entitlement
  const session: Session = { startedAtMs: nowMs, ...previous, policyIds }
  const question: SessionQuestion = {
    api,
    entitlement,
    session,
    method,
    path: facts.route?.rest ?? '',
    tokenExpiresAtSeconds: typeof claims['exp'] === 'number' ? claims['exp'] : undefined,
    nowMs,
    monotonicMs: deps.monotonic(),
  }
  const taken = takeSession(question)
  sessions.put(name, taken.session)
  facts.policySource = choice.source
  facts.entitlement = entitlement
  facts.session = taken.session
  facts.sessionEndMs = readSessionEnd(question)
  return taken.refusal
}
