import { quote } from '#shared/errors/quote.ts'
import type { RefusalMessage } from '#shared/messages/catalogue.ts'
import { isInRange } from '../../http/address-range.ts'
import type { Case, JudgeDeps } from './case.ts'
import { chooseVersion, findExpiry, readExpiryField } from '../api/api-versions.ts'
import { findAddressProblem } from '../request/caller-address.ts'
import type { CompiledApi } from '../api/compiled-api.ts'
import { applyCors } from '../endpoint/cors.ts'
import { findCredential } from './credential.ts'
import { type EndpointPass, PLAIN, judgeEndpoint } from '../endpoint/endpoint-rules.ts'
import { answerMock } from '../endpoint/oas-mock.ts'
import type { Outcome } from '../outcome/outcome.ts'
import { OWN } from '../outcome/own-answers.ts'
import type { Facts } from './facts.ts'
import { findMetadata } from '../endpoint/protected-resource.ts'
import { type Refusal, isRefusal, refuse } from '../outcome/refusal.ts'
import { type RequestPath, decodePart, readRequestPath } from '../request/request-path.ts'
import { type Route, findRoute, readRest } from '../api/route.ts'
import { findBodyProblem, findSizeProblem } from '../endpoint/size-limits.ts'
import { readToken } from '../token/token-shape.ts'
import { TYK } from '../outcome/tyk-answers.ts'
import { findFramingProblem } from '../request/framing.ts'
import { KEY_SET_TIMES } from '../jwks/fetch-schedule.ts'
import { follow } from '../limits/counting.ts'
import type { KeySet } from '../jwks/key-set.ts'
import type { VerifiedToken } from './token-cache.ts'
import { readAgeSeconds, verifyToken } from './verify-token.ts'

/**
 * Judges one request. Synchronous for a known token, so that the common case does not wait.
 */
export interface Judge {
  (request: Case): Outcome | Promise<Outcome>
}

export function createJudge(deps: JudgeDeps): Judge {
  function takeApiRate(
    { facts }: Case,
    api: CompiledApi,
    { rate = api.apiRate }: EndpointPass,
  ): Outcome | Promise<Outcome> {
    if (!rate || !api.hasRateLimit) return undefined
    return follow(deps.admissions.takeApiRate(api, rate), (taken) => {
      // A session's own rate is told in place of the API's.
      if (api.lab.rate_limit_response_headers === 'rate_limits' && !facts.rate) {
        facts.rate = taken.rate
        facts.rateResetAtMs = taken.rateResetAtMs
      }
      return taken.outcome
    })
  }

  /** The checks after a caller's admission: the API's rate, and an answer without an upstream. */
  function finish(request: Case, api: CompiledApi, pass: EndpointPass): Outcome | Promise<Outcome> {
    const outcome = takeApiRate(request, api, pass)
    const { rawHeaders } = request
    const { mock } = pass
    if (!mock) return outcome
    if (!(outcome instanceof Promise)) return outcome ?? answerMock(mock, rawHeaders)
    return outcome.then((known) => known ?? answerMock(mock, rawHeaders))
  }

  return (request) => {
    const opened = openCase(deps, request)
    if (isRefusal(opened)) return opened
    const { api } = opened
    const pass = enterApi(deps, request, opened)
    if (isRefusal(pass)) return pass
    if (pass.reply) return pass.reply
    if (pass.isIgnored || api.authentication === 'keyless') return finish(request, api, pass)
    const outcome = authenticate(deps, request, opened)
    if (!(outcome instanceof Promise)) return outcome ?? finish(request, api, pass)
    return outcome.then((known) => known ?? finish(request, api, pass))
  }
}

/** All that comes before credentials, in Tyk's order: body, version, endpoint, CORS, address, size. */
function enterApi(
  deps: JudgeDeps,
  request: Case,
  { api, paths, endpointPaths }: OpenCase,
): EndpointPass | Refusal {
  if (api.isOpen) return PLAIN
  const { facts, method, rawHeaders, peer } = request
  const problem = findBodyProblem(api.endpoints, request) ?? findVersionProblem(api, deps.now())
  if (problem) return problem
  const asked = { method, paths: endpointPaths ?? paths, rawHeaders }
  const pass = judgeEndpoint(api.endpoints, asked)
  if (isRefusal(pass) || pass.reply) return pass
  facts.expiryField = readExpiryField(api, deps.now())
  const cors = api.cors && applyCors(api.cors, request)
  if (cors) facts.corsHeaders = cors.headers
  if (cors?.preflight) return { ...pass, reply: cors.preflight }
  const refusal =
    findAddressProblem(api.addresses, peer, isInRange) ?? findSizeProblem(api.endpoints, asked)
  if (refusal) return refusal
  const reply = findMetadata(api.protectedResource, method, paths[1])
  if (reply) return { ...pass, reply }
  if (pass.isIgnored) facts.isIgnored = true
  facts.timeoutMs = pass.timeoutMs
  return pass
}

function findVersionProblem(api: CompiledApi, nowMs: number): Refusal | undefined {
  if (api.versionProblem) return refuse('route', api.versionProblem, describeVersions(api))
  return api.endsAtMs === Infinity ? undefined : findExpiry(api, nowMs)
}

function describeVersions({ definition, unserved }: CompiledApi): RefusalMessage {
  if (unserved) {
    const { member, value } = unserved
    return {
      code: 'API_NOT_SERVED',
      facts: { member, value: value === '' ? { code: 'NONE' } : quote(value) },
    }
  }
  const versions = Object.keys(definition.version_data.versions).join(', ')
  return versions ? { code: 'VERSION_NOT_CHOSEN', facts: { versions } } : { code: 'VERSIONS_EMPTY' }
}

interface OpenCase extends Pick<RequestPath, 'query'> {
  api: CompiledApi
  /** Without escapes: the whole path, and the part behind the listen path. */
  paths: readonly [whole: string, rest: string]
  /**
   * The paths that rules of endpoints are compared with, where there are others besides the whole path and
   * the rest.
   */
  endpointPaths: readonly string[] | undefined
}

function openCase(deps: JudgeDeps, request: Case): OpenCase | Refusal {
  const wireProblem = findFramingProblem(request)
  if (wireProblem) return wireProblem
  if (!request.isHostAllowed) return refuse('route', OWN.foreignHost, { code: 'HOST_FOREIGN' })
  const path = readRequestPath(request.target)
  if (isRefusal(path)) return path
  const found = findRoute(deps.definitions.routes(), path.path)
  if (isRefusal(found)) return found
  request.facts.route = found
  const route = found.api.versioning ? findVersion(deps, request, { found, path }) : found
  if (isRefusal(route)) return route
  request.facts.route = route
  const paths = [path.decoded, decodePart(readRest(route, path.path)) || '/'] as const
  const endpointPaths = route.api.dropsSegment
    ? [paths[0], decodePart(readRest(found, path.path)), paths[1]]
    : undefined
  return { query: path.query, api: route.api, paths, endpointPaths }
}

function findVersion(
  { definitions }: JudgeDeps,
  { rawHeaders }: Case,
  { found, path }: { found: Route; path: RequestPath },
): Route | Refusal {
  const request = { ...path, rawHeaders }
  const findApi = (id: string) => definitions.findApi(id)
  const route = chooseVersion(found, request, findApi)
  const isElsewhere = !isRefusal(route) && route.api.id !== found.api.id
  // A version that is a separate API may list versions itself; these are not followed.
  return isElsewhere && route.api.versioning?.children === undefined
    ? chooseVersion(route, request, findApi)
    : route
}

function authenticate(
  deps: JudgeDeps,
  request: Case,
  opened: OpenCase,
): Outcome | Promise<Outcome> {
  const { api, query, paths } = opened
  const { facts, method } = request
  const credential = findCredential(api, { rawHeaders: request.rawHeaders, query })
  if (isRefusal(credential)) return credential
  facts.credentialPlace = credential.place
  if (api.authentication === 'auth_token') {
    return refuse('token_shape', TYK.unknownAuthToken, {
      code: 'AUTH_TOKEN_UNKNOWN',
      causes: [{ code: 'DEFINITION_WITHOUT_JWT' }],
    })
  }
  const text = credential.token
  const digest = deps.digestToken(request.connection, text)
  const known = deps.tokens.find(api.jwt, digest)
  const keySet = known && findSameKeys(deps, known)
  // The common case: nothing below it is reached, and no closure is made for it.
  if (!keySet) return authenticateAnew(deps, request, { ...opened, text, digest })
  facts.isTokenKnown = true
  facts.token = known.token
  noteKeySet(facts, keySet, deps.now())
  return deps.admissions.admit({ api, digest, verified: known, method, paths, facts })
}

/** The key set at hand, when it is still the one that verified the token. */
function findSameKeys({ keySets }: JudgeDeps, verified: VerifiedToken): KeySet | undefined {
  if (verified.keySet && keySets.isCurrent(verified.keySet)) return verified.keySet
  const { hasPlainUrlQuirk, keySources } = verified.rules
  if (hasPlainUrlQuirk) return undefined
  const keySet = keySets.peek(keySources, verified.token.kid)
  if (keySet?.fingerprint !== verified.fingerprint) return undefined
  // With several sources an earlier source may have the key meanwhile, and then has priority.
  if (keySources.length === 1) verified.keySet = keySet
  return keySet
}

function authenticateAnew(
  deps: JudgeDeps,
  { facts, method, verdict }: Case,
  { api, paths, text, digest }: OpenCase & { text: string; digest: string },
): Outcome | Promise<Outcome> {
  const token = readToken(text, api.jwt)
  if (isRefusal(token)) return token
  const settle = (keySet: KeySet | Refusal): Outcome | Promise<Outcome> => {
    facts.token = token
    if (isRefusal(keySet)) {
      deps.tokens.drop(api.jwt, digest)
      const used = deps.keySets.peek(api.jwt.keySources, token.kid)
      if (used) noteKeySet(facts, used, deps.now())
      return keySet
    }
    const verified = deps.tokens.keep(digest, {
      rules: api.jwt,
      token,
      fingerprint: keySet.fingerprint,
    })
    facts.isTokenKnown = false
    noteKeySet(facts, keySet, deps.now())
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
