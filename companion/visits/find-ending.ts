import type { OAuthMeaning } from '#shared/oauth/meaning/oauth-meaning.ts'
import type { VisitEnding } from '#shared/contract/visit.ts'
import type { Leg } from './leg.ts'
import { findOutcome, nameRefusal } from './say-leg.ts'

/** Why the gateway refused a call: what its verdict says, and the answer hides. */
export interface CallRefusal {
  check: string
  reason: string
}

export interface Ending {
  code: VisitEnding
  /** What a sentence about the ending names: values of the wire. */
  facts: Readonly<Record<string, string>>
  leg: Leg
  /** The leg that was to come next; only where the client fell silent. */
  missing?: OAuthMeaning
}

export interface LegsSeen {
  /** The oldest first. */
  legs: readonly Leg[]
  refusalOf: (leg: Leg) => CallRefusal | undefined
}

/** Legs that take a client further, and that it does not repeat for safety as it does metadata. */
const DECISIVE: ReadonlySet<OAuthMeaning> = new Set([
  'registration',
  'pushed_authorization',
  'authorization',
  'device_authorization',
  'token',
])

/**
 * Where the visit ended, so far, and why: from the last leg that takes a client further. Pure.
 *
 * @returns `undefined` where nothing is known to be wrong and nothing is missing.
 */
export function findEnding(seen: LegsSeen): Ending | undefined {
  const { legs } = seen
  const last = legs.findLast(
    ({ meaning, asked, status }) =>
      DECISIVE.has(meaning) || (meaning === 'api_call' && asked.hasToken && status !== 405),
  )
  if (!last) return endBeforeRegistration(legs)
  if (last.meaning === 'api_call') return endAtCall(seen, last)
  const isStepUp = legs.some((leg) => isStepUpChallenge(leg) && leg.atMs <= last.atMs)
  const ending = endAt(legs, last)
  const isRefusal = ending !== undefined && ending.missing === undefined
  return isStepUp && isRefusal
    ? { ...ending, code: 'STEP_UP_REFUSED', facts: { ...ending.facts, refusal: nameRefusal(last) } }
    : ending
}

function endAt(legs: readonly Leg[], last: Leg): Ending | undefined {
  if (last.meaning === 'registration') return endAtRegistration(last)
  if (last.meaning === 'token') return endAtToken(legs, last)
  if (last.meaning === 'authorization' || last.meaning === 'pushed_authorization')
    return endAtAuthorization(legs, last)
  return findOutcome(last) === 'ok' ? stopped(last, 'token') : refused('TOKEN_REFUSED', last)
}

function endAtRegistration(leg: Leg): Ending {
  if (findOutcome(leg) === 'ok') return stopped(leg, 'authorization')
  if (leg.place === 'gateway')
    return { ...refused('NO_WAY_TO_REGISTER', leg), missing: 'registration' }
  const { error = '', description = '' } = leg.answered
  if (error === 'invalid_redirect_uri' || /redirect_uri/.test(description))
    return refused('REDIRECT_REFUSED', leg)
  if (error === 'invalid_scope' || /\bscope\b/i.test(description))
    return refused('SCOPE_REFUSED', leg)
  return refused('REGISTRATION_REFUSED', leg)
}

function endAtAuthorization(legs: readonly Leg[], leg: Leg): Ending {
  const { redirect, error = redirect?.error } = leg.answered
  if (error === 'invalid_scope') return refused('SCOPE_REFUSED', leg)
  if (error === 'invalid_target') return refused('RESOURCE_REFUSED', leg)
  if (error === 'access_denied') return refused('ACCESS_DENIED', leg)
  if (error === 'invalid_redirect_uri') return refused('REDIRECT_REFUSED', leg)
  if (error === 'invalid_client') return refused('CLIENT_UNKNOWN', leg)
  if (findOutcome(leg) === 'refused') return refused('AUTHORIZATION_REFUSED', leg)
  if (!redirect?.hasCode)
    return stopped(leg, redirect?.to === 'sign_in' ? 'sign_in' : 'authorization')
  const server = legs.findLast(({ answered }) => answered.server)?.answered.server
  const isWrong =
    redirect.iss === undefined ? server?.sendsIss === true : redirect.iss !== server?.issuer
  if (!server || !isWrong) return stopped(leg, 'token')
  const facts = { iss: redirect.iss ?? 'none', issuer: server.issuer }
  return { code: 'WRONG_ISS', facts, leg, missing: 'token' }
}

function endAtToken(legs: readonly Leg[], leg: Leg): Ending | undefined {
  if (findOutcome(leg) === 'ok') {
    const calls = legs.filter(({ meaning }) => meaning === 'api_call')
    // A token that was renewed may wait for the next call; a client that never called may want it for another API.
    const hasCalled = calls.some((call) => call.asked.hasToken && findOutcome(call) === 'ok')
    return calls.length > 0 && !hasCalled ? stopped(leg, 'api_call') : undefined
  }
  const { error = '', description = '' } = leg.answered
  if (error === 'invalid_scope') return refused('SCOPE_REFUSED', leg)
  if (error === 'invalid_target') return refused('RESOURCE_REFUSED', leg)
  if (error !== 'invalid_client') return refused('TOKEN_REFUSED', leg)
  const expiresAt = legs.findLast(({ answered }) => answered.granted)?.answered.granted?.expiresAt
  const isExpired = expiresAt !== undefined && expiresAt > 0 && expiresAt * 1000 <= leg.lastMs
  if (isExpired || /expired/i.test(description)) return refused('CLIENT_EXPIRED', leg)
  const hasWorked = legs.some((one) => one.meaning === 'token' && findOutcome(one) === 'ok')
  if (hasWorked && leg.asked.hasAssertion) return refused('KEY_CHANGED', leg)
  return refused(hasWorked ? 'CLIENT_UNKNOWN' : 'TOKEN_REFUSED', leg)
}

function endAtCall({ legs, refusalOf }: LegsSeen, leg: Leg): Ending {
  if (findOutcome(leg) === 'ok') return refused('CALLED', leg)
  const refusal = refusalOf(leg)
  const facts = { reason: refusal?.reason ?? leg.answered.description ?? nameRefusal(leg) }
  if (isStepUpChallenge(leg)) {
    const wanted = leg.answered.challenge?.scope ?? ''
    const asked = new Set(legs.flatMap(({ asked: { scope = '' } }) => scope.split(' ')))
    const isMore = wanted.split(' ').some((name) => name !== '' && !asked.has(name))
    if (isMore) return { code: 'STEP_UP_IGNORED', facts: { wanted }, leg, missing: 'authorization' }
  }
  const description = leg.answered.description ?? ''
  if (
    /^(?:key|signature)$/.test(refusal?.check ?? '') ||
    /\bkey of the access token/.test(description)
  )
    return { code: 'KEY_CHANGED', facts, leg }
  if (refusal?.check === 'audience' || /another audience/.test(description))
    return { code: 'RESOURCE_REFUSED', facts, leg }
  return { code: 'CALL_REFUSED', facts, leg }
}

function endBeforeRegistration(legs: readonly Leg[]): Ending | undefined {
  const server = legs.findLast(({ answered }) => answered.server)
  const metadata = server?.answered.server
  if (server && metadata) {
    const [expected = ''] = metadata.expected
    const { issuer } = metadata
    if (!metadata.expected.includes(issuer))
      return {
        code: 'ISSUER_MISMATCH',
        facts: { issuer, expected },
        leg: server,
        missing: 'registration',
      }
    if (!metadata.canRegister)
      return {
        code: 'NO_WAY_TO_REGISTER',
        facts: { issuer, documents: metadata.takesDocuments ? 'taken' : '' },
        leg: server,
        missing: 'registration',
      }
    // Some clients compare the resource only now.
    const mismatch = findMismatch(legs)
    return mismatch ? { ...mismatch, missing: 'registration' } : stopped(server, 'registration')
  }
  const failed = legs.findLast(({ meaning }) => meaning === 'server_metadata')
  if (failed) return { ...refused('METADATA_FAILED', failed), missing: 'registration' }
  const resource = legs.findLast(({ answered }) => answered.resource)
  if (resource) return findMismatch(legs) ?? endAtResource(resource)
  const last = legs.findLast(({ meaning }) => meaning === 'api_call')
  if (!last || findOutcome(last) === 'ok') return undefined
  if (last.answered.challenge) return stopped(last, 'resource_metadata')
  return { ...refused('NO_CHALLENGE', last), missing: 'resource_metadata' }
}

/** @see [RFC 9728 §3.3](https://www.rfc-editor.org/rfc/rfc9728.html#section-3.3) the resource must be the one that was called */
function findMismatch(legs: readonly Leg[]): Ending | undefined {
  const call = legs.find(({ meaning }) => meaning === 'api_call')
  const leg = legs.findLast(({ answered }) => answered.resource)
  if (!call || !leg?.answered.resource) return undefined
  const { resource } = leg.answered.resource
  const asked = call.origin + call.path
  if (`${asked}/`.startsWith(`${resource.replace(/\/$/, '')}/`)) return undefined
  return { code: 'RESOURCE_MISMATCH', facts: { resource, asked }, leg, missing: 'server_metadata' }
}

function endAtResource(leg: Leg): Ending {
  if ((leg.answered.resource?.servers ?? []).length > 0) return stopped(leg, 'server_metadata')
  const facts = { refusal: 'no authorization server' }
  return { code: 'METADATA_FAILED', facts, leg, missing: 'server_metadata' }
}

/** @see [RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-3.1) `insufficient_scope` */
function isStepUpChallenge({ status, answered }: Leg): boolean {
  return status === 403 && answered.challenge?.error === 'insufficient_scope'
}

function stopped(leg: Leg, missing: OAuthMeaning): Ending {
  return { code: 'STOPPED', facts: {}, leg, missing }
}

function refused(code: VisitEnding, leg: Leg): Ending {
  const { redirect, description = redirect?.description ?? '' } = leg.answered
  return {
    code,
    facts: {
      refusal: nameRefusal(leg),
      description,
      scope: leg.asked.scope ?? leg.asked.metadata?.scope ?? '',
      redirect: leg.asked.redirectUri ?? leg.asked.metadata?.redirect_uris?.join(' ') ?? '',
      resource: leg.asked.resource ?? '',
    },
    leg,
  }
}
