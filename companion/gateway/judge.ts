import { isInRange } from '../http/address-range.ts'
import type { Case, JudgeDeps, Outcome } from './case.ts'
import { findAddressProblem } from './decide/caller-address.ts'
import type { CompiledApi } from './decide/compiled-api.ts'
import { applyCors } from './decide/cors.ts'
import { findCredential } from './decide/credential.ts'
import { type EndpointPass, judgeEndpoint } from './decide/endpoint-rules.ts'
import { OWN } from './decide/own-answers.ts'
import type { Facts } from './decide/facts.ts'
import { type Refusal, isRefusal, refuse } from './decide/refusal.ts'
import { type RequestPath, readRequestPath } from './decide/request-path.ts'
import { findRoute, readRest } from './decide/route.ts'
import { readToken } from './decide/token-shape.ts'
import { TYK } from './decide/tyk-answers.ts'
import { findWireProblem } from './decide/wire-guard.ts'
import { KEY_SET_TIMES } from './jwks/fetch-schedule.ts'
import type { KeySet } from './jwks/key-set.ts'
import type { VerifiedToken } from './token-cache.ts'
import { readAgeSeconds, verifyToken } from './verify-token.ts'

/**
 * Judges one request. Synchronous when the token was seen before, so that the common case waits for
 * nothing.
 */
export interface Judge {
  (request: Case): Outcome | Promise<Outcome>
}

export function createJudge(deps: JudgeDeps): Judge {
  function takeApiRate(api: CompiledApi): Outcome | Promise<Outcome> {
    return api.apiRate && deps.admissions.takeApiRate(api)
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

function enterEndpoint(request: Case, { api, rest }: OpenCase): EndpointPass | Refusal {
  const { facts, method, rawHeaders, peer } = request
  const refusal = findAddressProblem(api.addresses, peer, isInRange)
  if (refusal) return refusal
  const paths = [request.path, rest || '/']
  const pass = judgeEndpoint(api.endpoints, { method, paths, rawHeaders })
  if (isRefusal(pass)) return pass
  if (pass.isIgnored) facts.isIgnored = true
  facts.timeoutMs = pass.timeoutMs
  return pass
}

interface OpenCase extends RequestPath {
  api: CompiledApi
  /** The path behind the listen path. */
  rest: string
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
  const rest = readRest(route, path.path)
  return { path: path.path, query: path.query, api: route.api, rest }
}

function authenticate(
  deps: JudgeDeps,
  request: Case,
  opened: OpenCase,
): Outcome | Promise<Outcome> {
  const { api, query, path, rest } = opened
  const { facts, method } = request
  const credential = findCredential(api, { rawHeaders: request.rawHeaders, query })
  if (isRefusal(credential)) return credential
  facts.credentialPlace = credential.place
  if (api.authentication === 'auth_token') {
    return refuse('token_shape', TYK.unknownAuthToken, {
      reason: 'The API is protected by auth tokens (enable_jwt is off), and no such token exists.',
      causes: [{ text: 'The definition was meant for JWTs: set enable_jwt to true.' }],
    })
  }
  const text = credential.token
  const digest = deps.digestToken(request.connection, text)
  const known = deps.tokens.find(api, digest)
  const keySet = known && findSameKeys(deps, api, known)
  // The common case: nothing below it is reached, and no closure is made for it.
  if (!keySet) return authenticateAnew(deps, request, { ...opened, text, digest })
  facts.isTokenKnown = true
  facts.token = known.token
  noteKeySet(facts, keySet, deps.now())
  const paths = [path, rest || '/'] as const
  return deps.admissions.admit({ api, digest, verified: known, method, paths, facts })
}

/** The key set at hand, when it is still the one that verified the token. */
function findSameKeys(
  { keySets }: JudgeDeps,
  { jwt }: CompiledApi,
  { token, fingerprint }: VerifiedToken,
): KeySet | undefined {
  if (jwt.hasPlainUrlQuirk) return undefined
  const keySet = keySets.peek(jwt.keySources, token.kid)
  return keySet?.fingerprint === fingerprint ? keySet : undefined
}

function authenticateAnew(
  deps: JudgeDeps,
  { facts, method, verdict }: Case,
  { api, path, rest, text, digest }: OpenCase & { text: string; digest: string },
): Outcome | Promise<Outcome> {
  const token = readToken(text, api.jwt)
  if (isRefusal(token)) return token
  const settle = (keySet: KeySet | Refusal): Outcome | Promise<Outcome> => {
    facts.token = token
    if (isRefusal(keySet)) {
      deps.tokens.drop(api, digest)
      const used = deps.keySets.peek(api.jwt.keySources, token.kid)
      if (used) noteKeySet(facts, used, deps.now())
      return keySet
    }
    const verified: VerifiedToken = { token, fingerprint: keySet.fingerprint }
    deps.tokens.keep(api, digest, verified)
    facts.isTokenKnown = false
    noteKeySet(facts, keySet, deps.now())
    const paths = [path, rest || '/'] as const
    return deps.admissions.admit({ api, digest, verified, method, paths, facts })
  }
  const found = verifyToken(deps, { api, text, token, verdict })
  return found instanceof Promise ? found.then(settle) : settle(found)
}

function noteKeySet(facts: Facts, keySet: KeySet, nowMs: number): void {
  facts.keySet = keySet
  facts.keySetAgeSeconds = readAgeSeconds(keySet, nowMs)
  facts.isKeySetStale = facts.keySetAgeSeconds * 1000 > KEY_SET_TIMES.freshMs
}
