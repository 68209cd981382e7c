import { CHECK_IDS, type CheckId, type VerdictCheck } from '#shared/contract/verdict.ts'
import { CHECK_TEXTS } from './check-texts.ts'
import { PLACE_WORDS } from '../decide/credential.ts'
import type { Facts } from '../decide/facts.ts'
import type { JwtRules } from '../token/jwt-rules.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Evidence, type Refusal } from '../outcome/refusal.ts'
import { showTime } from '../token/time-claims.ts'

/** Checks that a keyless API does without. */
const KEYED_CHECKS = new Set<CheckId>(
  CHECK_IDS.slice(CHECK_IDS.indexOf('credential'), CHECK_IDS.indexOf('rate')),
)

/**
 * A decision as the list of all checks: passed up to the refusal, not reached behind it. Built only
 * when somebody asks for the verdict.
 */
export function describeChecks(facts: Facts, refusal: Refusal | undefined): VerdictCheck[] {
  const end = refusal ? CHECK_IDS.indexOf(refusal.check) : CHECK_IDS.length
  const isKeyless = facts.route?.api.authentication === 'keyless' || facts.isIgnored === true
  const skipped = facts.isIgnored === true ? IGNORED : SKIPPED
  // Whole literals: copies of spread objects made this the costliest part of a request.
  return CHECK_IDS.map((id, index): VerdictCheck => {
    const { title, reference } = CHECK_TEXTS[id]
    if (refusal && index === end) return describeFailure(id, refusal)
    if (isKeyless && KEYED_CHECKS.has(id))
      return { id, title, state: 'not_reached', evidence: skipped, reference, causes: [] }
    if (index > end) return { id, title, state: 'not_reached', evidence: [], reference, causes: [] }
    const evidence = show(EVIDENCE[id](facts))
    return { id, title, state: 'passed', evidence, reference, causes: [] }
  })
}

const SKIPPED = [{ label: 'Skipped', value: 'the API is keyless' }]
const IGNORED = [{ label: 'Skipped', value: 'the endpoint is ignored: it needs no token' }]

function describeFailure(id: CheckId, { reason, evidence, causes }: Refusal): VerdictCheck {
  const { title, reference } = CHECK_TEXTS[id]
  return {
    id,
    title,
    state: 'failed',
    reason,
    evidence: [...evidence],
    reference,
    causes: [...causes],
  }
}

type Shown = readonly (readonly [label: string, value: unknown])[]

function show(pairs: Shown): Evidence[] {
  const evidence: Evidence[] = []
  for (const [label, value] of pairs)
    if (value !== undefined) evidence.push({ label, value: quote(value) })
  return evidence
}

const EVIDENCE: Record<CheckId, (facts: Facts) => Shown> = {
  route: ({ route }) => [
    ['API', route?.api.definition.name],
    ['Listen path', route && `${route.base}/`],
  ],
  endpoint: ({ isIgnored }) => [
    ['Rule', isIgnored ? 'ignored: needs no token' : 'none against it'],
  ],
  credential: ({ credentialPlace: place, route }) => [
    ['Found in', place && `${PLACE_WORDS[place]} ${route?.api.credential[place]}`],
  ],
  token_shape: ({ token }) => [
    ['alg', token?.algorithm],
    ['kid', token?.kid],
  ],
  key: ({ token, keySet, keySetAgeSeconds, isKeySetStale }) => [
    ['Key', token?.kid],
    ['Key set', keySet?.url],
    ['Keys in the set', keySet?.kids.size],
    ['Age of the set', keySet && `${keySetAgeSeconds} s${isKeySetStale ? ', stale' : ''}`],
  ],
  signature: ({ token, isTokenKnown }) => [
    ['Algorithm', token?.algorithm],
    ['Checked', isTokenKnown ? 'at an earlier sight of this token' : 'now'],
  ],
  time: ({ token }) =>
    ['exp', 'iat', 'nbf'].map((name) => [name, showClaimTime(token?.claims[name])]),
  issuer: ({ token, route }) => [
    ['iss', token?.claims['iss'] ?? 'absent'],
    ['Allowed', route?.api.jwt.allowedIssuers.join(', ') || 'any that signs with the key set'],
  ],
  audience: ({ token, route }) => [
    ['aud', token?.claims['aud'] ?? 'absent'],
    [
      'Allowed',
      route?.api.jwt.allowedAudiences.join(', ') || 'any: a classic definition names none',
    ],
  ],
  claims: ({ route }) => [
    ['Rules', route && (countClaimRules(route.api.jwt) || 'none: only OAS definitions have them')],
  ],
  identity: ({ identity }) => [[identity?.claim ?? 'sub', identity?.value]],
  policy: ({ entitlement, policySource }) => [
    ['Policies', entitlement?.policyIds.join(', ')],
    ['Chosen by', policySource],
  ],
  key_state: ({ session }) => [
    ['Session began', session && new Date(session.startedAtMs).toISOString()],
    ['Session ends', session && showMoment(session.endsAtMs || Infinity)],
  ],
  access_right: ({ entitlement }) => [
    ['Access rights', entitlement && [...entitlement.rights.keys()].join(', ')],
  ],
  rate: ({ rate }) => [
    ['Used', rate ? `${rate.used} of ${rate.rate}` : 'no limit'],
    ['Window', rate && `${rate.perSeconds} s`],
  ],
  quota: ({ limits, quota }) => [
    ['Used', quota ? `${quota.used} of ${limits?.quotaMax}` : 'no quota'],
    ['Renews', quota && showMoment(quota.renewsAtMs)],
  ],
  upstream: ({ route, upstreamPath, upstreamStatus }) => [
    [
      'Sent to',
      upstreamPath === undefined ? undefined : `${route?.api.target.origin}${upstreamPath}`,
    ],
    ['Status', upstreamStatus || undefined],
  ],
}

function countClaimRules({ needsJti, allowedSubjects, customClaims }: JwtRules): number {
  return Number(needsJti) + Number(allowedSubjects.length > 0) + customClaims.length
}

function showClaimTime(value: unknown): string {
  return value === undefined ? 'absent' : showTime(value)
}

function showMoment(ms: number): string {
  return ms === Infinity ? 'never' : new Date(ms).toISOString()
}
