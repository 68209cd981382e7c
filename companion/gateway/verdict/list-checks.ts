import { CHECK_IDS, type CheckId } from '#shared/contract/verdict.ts'
import { quote } from '#shared/errors/quote.ts'
import type { Label, Value, Word } from '#shared/messages/catalogue.ts'
import { describePlace } from '../decide/credential.ts'
import type { Facts } from '../decide/facts.ts'
import type { Evidence, Refusal } from '../outcome/refusal.ts'
import type { JwtRules } from '../token/jwt-rules.ts'
import { quoteClaim } from '../token/quote-claim.ts'
import { describeBinding } from '../token/token-binding.ts'
import { showTime } from '../token/time-claims.ts'
import type { DecidedCheck } from './decision.ts'

/** Checks that a keyless API does without. */
const KEYED_CHECKS = new Set<CheckId>(
  CHECK_IDS.slice(CHECK_IDS.indexOf('credential'), CHECK_IDS.indexOf('rate')),
)

/**
 * A decision as the list of all checks: passed up to the refusal, not reached behind it. Built only
 * when the verdict is read.
 */
export function listChecks(facts: Facts, refusal: Refusal | undefined): DecidedCheck[] {
  const end = refusal ? CHECK_IDS.indexOf(refusal.check) : CHECK_IDS.length
  const isIgnored = facts.isIgnored === true
  const isKeyless = facts.route?.api.authentication === 'keyless' || isIgnored
  // Whole literals: copies of spread objects made this the costliest part of a request.
  return CHECK_IDS.map((id, index): DecidedCheck => {
    if (refusal && index === end) return listFailure(id, refusal)
    if (isKeyless && KEYED_CHECKS.has(id)) {
      const value: Word = { code: isIgnored ? 'ENDPOINT_IGNORED' : 'KEYLESS' }
      return { id, state: 'not_reached', evidence: [{ label: 'skipped', value }], causes: [] }
    }
    if (index > end) return { id, state: 'not_reached', evidence: [], causes: [] }
    return { id, state: 'passed', evidence: show(EVIDENCE[id]?.(facts) ?? []), causes: [] }
  })
}

function listFailure(id: CheckId, { code, facts, evidence, causes }: Refusal): DecidedCheck {
  return { id, state: 'failed', code, facts, evidence, causes }
}

type Shown = readonly (readonly [label: Label, value: Value | undefined])[]

function show(pairs: Shown): Evidence[] {
  const evidence: Evidence[] = []
  for (const [label, value] of pairs)
    if (value !== undefined)
      evidence.push({ label, value: typeof value === 'string' ? quote(value) : value })
  return evidence
}

function nameMember(name: string): Label {
  return { code: 'member', facts: { name } }
}

/** What a check that passed was founded on. */
const EVIDENCE: Partial<Record<CheckId, (facts: Facts) => Shown>> = {
  route: ({ route }) => [
    ['api', route?.api.definition.name],
    ['listenPath', route && `${route.base}/`],
  ],
  endpoint: ({ isIgnored }) => [['rule', { code: isIgnored ? 'IGNORED' : 'NO_RULE_AGAINST' }]],
  credential: ({ credentialPlace: place, route }) => [
    ['foundIn', place && describePlace(place, quote(route?.api.credential[place]))],
  ],
  token_shape: ({ token }) => [
    [nameMember('alg'), token?.algorithm],
    [nameMember('kid'), token?.kid],
  ],
  key: ({ token, keySet, keySetAgeSeconds: seconds = 0, isKeySetStale, route }) => [
    ['key', token?.kid],
    ['keySet', keySet?.name],
    ['keysInSet', keySet?.kids.size],
    [
      'keySetAge',
      keySet && { code: isKeySetStale ? 'SECONDS_STALE' : 'SECONDS', facts: { seconds } },
    ],
    ['atTyk', route?.api.jwt.sourceAtTyk ?? keySet?.atTyk?.what],
    ['atTykBecause', keySet?.atTyk?.why],
  ],
  signature: ({ token, isTokenKnown }) => [
    ['algorithm', token?.algorithm],
    ['checked', { code: isTokenKnown ? 'ALREADY_CHECKED' : 'CHECKED_NOW' }],
  ],
  time: ({ token }) =>
    ['exp', 'iat', 'nbf'].map((name) => [nameMember(name), showTime(token?.claims[name])]),
  issuer: ({ token, route }) => [
    [nameMember('iss'), quoteClaim(token?.claims['iss'])],
    ['allowed', route?.api.jwt.allowedIssuers.join(', ') || { code: 'ANY_ISSUER' }],
  ],
  audience: ({ token, route }) => [
    [nameMember('aud'), quoteClaim(token?.claims['aud'])],
    ['allowed', route?.api.jwt.allowedAudiences.join(', ') || { code: 'ANY_AUDIENCE' }],
  ],
  claims: ({ route, token }) => [
    ['rules', route && (countClaimRules(route.api.jwt) || { code: 'NO_RULES' })],
    ['binding', token && describeBinding(token.claims)],
  ],
  identity: ({ identity }) => [[nameMember(identity?.claim ?? 'sub'), identity?.value]],
  policy: ({ entitlement, policySource }) => [
    ['policies', entitlement?.policyIds.join(', ')],
    ['chosenBy', policySource],
  ],
  key_state: ({ session }) => [
    ['sessionBegan', session && new Date(session.startedAtMs).toISOString()],
    ['sessionEnds', session && showMoment(session.endsAtMs || Infinity)],
  ],
  access_right: ({ entitlement }) => [
    ['accessRights', entitlement && [...entitlement.rights.keys()].join(', ')],
  ],
  rate: ({ rate }) => [
    ['used', rate ? showUse(rate.used, rate.rate) : { code: 'NO_LIMIT' }],
    ['window', rate && { code: 'SECONDS', facts: { seconds: rate.perSeconds } }],
  ],
  quota: ({ limits, quota }) => [
    ['used', quota ? showUse(quota.used, limits?.quotaMax ?? 0) : { code: 'NO_QUOTA' }],
    ['renews', quota && showMoment(quota.renewsAtMs)],
  ],
  upstream: ({ route, upstreamPath, upstreamStatus }) => [
    [
      'sentTo',
      upstreamPath === undefined ? undefined : `${route?.api.target.origin}${upstreamPath}`,
    ],
    ['status', upstreamStatus || undefined],
  ],
}

function countClaimRules({ needsJti, allowedSubjects, customClaims }: JwtRules): number {
  return Number(needsJti) + Number(allowedSubjects.length > 0) + customClaims.length
}

function showUse(used: number, limit: number): Word {
  return { code: 'USED_OF', facts: { used, limit } }
}

function showMoment(ms: number): string | Word {
  return ms === Infinity ? { code: 'NEVER' } : new Date(ms).toISOString()
}
