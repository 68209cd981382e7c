import type { Evidence } from '../evidence.ts'
import { findOtherHost } from '../other-host.ts'
import { issue, rfc, type Rule } from '../rule.ts'

function has({ claims }: Pick<Evidence, 'claims'>, name: string): boolean {
  return claims?.[name] !== undefined
}

function audiences({ claims }: Evidence): unknown[] {
  return [claims?.['aud'] ?? []].flat()
}

function hasAskedScope({ registration }: Evidence): boolean {
  return registration?.asked['scope'] !== undefined
}

/** The token, the key set, and what a gateway would make of them. */
export const CLAIM_RULES: readonly Rule[] = [
  {
    id: 'keys-unusable',
    layer: 'keys',
    reference: rfc(7517, '5', 'JWK set format'),
    find: ({ keys }) =>
      keys?.problem && {
        problem: keys.problem,
        url: keys.url,
        status: keys.status,
        tookMs: keys.tookMs,
      },
    fix: { faults: ['jwks-500', 'jwks-empty', 'jwks-slow'] },
  },
  {
    id: 'token-opaque',
    layer: 'gateway',
    reference: rfc(9068, '2', 'JWT access token header and data structure'),
    find: ({ opaque }) => opaque !== undefined && { parts: opaque },
    fix: {
      client: { metadata: { access_token_as_jwt: true } },
    },
  },
  {
    id: 'algorithm-unsafe',
    layer: 'gateway',
    reference: rfc(8725, '3.1', 'perform algorithm verification'),
    find: ({ header }) => {
      const alg = String(header?.['alg'])
      return header !== undefined && !/^(?:[RPE]S\d{3}|EdDSA|Ed25519)$/.test(alg) && { alg }
    },
    fix: {
      faults: ['alg-none', 'hs256-confusion'],
    },
  },
  {
    id: 'kid-unknown',
    layer: 'keys',
    reference: rfc(7515, '4.1.4', 'key ID header parameter'),
    find: ({ header, keys }) =>
      typeof header?.['kid'] === 'string' &&
      keys !== undefined &&
      keys.status === 200 &&
      !keys.kids.includes(header['kid']) && {
        kid: header['kid'],
        published: keys.kids.join(', '),
      },
    fix: { faults: ['kid-unknown'] },
  },
  {
    id: 'issuer-of-another-host',
    layer: 'gateway',
    reference: rfc(9068, '4', 'validating JWT access tokens'),
    find: ({ claims, discovery }) => findOtherHost(claims?.['iss'], discovery?.issuer),
    fix: { faults: ['wrong-iss'] },
  },
  {
    id: 'issuer-wrong',
    layer: 'gateway',
    reference: rfc(9068, '4', 'validating JWT access tokens'),
    find: ({ claims, discovery }) =>
      claims !== undefined &&
      discovery !== undefined &&
      claims['iss'] !== discovery.issuer && {
        iss: has({ claims }, 'iss') ? JSON.stringify(claims['iss']) : 'missing',
        issuer: discovery.issuer,
      },
    fix: { faults: ['wrong-iss'] },
  },
  {
    id: 'issued-in-the-future',
    layer: 'gateway',
    reference: rfc(7519, '4.1.6', '"iat" claim'),
    find: ({ claims, nowSeconds }) =>
      Number(claims?.['iat'] ?? 0) > nowSeconds + 60 && {
        seconds: Number(claims?.['iat']) - nowSeconds,
      },
    fix: { faults: ['clock-skew'] },
  },
  {
    id: 'scope-wiped-subject',
    pain: 13,
    layer: 'gateway',
    reference: issue('keycloak/keycloak', 50_807),
    find: (evidence) =>
      evidence.claims !== undefined &&
      hasAskedScope(evidence) &&
      !has(evidence, 'sub') && {
        scope: String(evidence.registration?.asked['scope']),
        hasAudience: has(evidence, 'aud'),
      },
    fix: { client: { metadata: {} } },
  },
  {
    id: 'no-subject',
    pain: 33,
    layer: 'gateway',
    reference: issue('keycloak/keycloak', 34_306),
    find: (evidence) =>
      evidence.claims !== undefined &&
      !has(evidence, 'sub') && { claims: Object.keys(evidence.claims).join(', ') },
    fix: { faults: ['no-sub'] },
  },
  {
    id: 'audience-wrong',
    pain: 15,
    layer: 'gateway',
    reference: issue('keycloak/keycloak', 10_169),
    find: (evidence) => {
      const wanted = evidence.behaviour.expects_audience
      return (
        evidence.claims !== undefined &&
        wanted !== undefined &&
        !audiences(evidence).includes(wanted) && {
          aud: has(evidence, 'aud') ? JSON.stringify(evidence.claims['aud']) : 'missing',
          wanted,
        }
      )
    },
    fix: {
      client: { expects_audience: undefined },
      faults: ['wrong-aud'],
    },
  },
  {
    id: 'audience-missing',
    layer: 'gateway',
    severity: 'warning',
    reference: issue('keycloak/keycloak', 10_169),
    find: (evidence) =>
      evidence.driver.ownFindings?.includes('audience-missing') &&
      evidence.claims !== undefined &&
      has(evidence, 'sub') &&
      !has(evidence, 'aud') && {
        scope: hasAskedScope(evidence) ? String(evidence.registration?.asked['scope']) : '',
      },
    fix: { client: { metadata: {} } },
  },
  {
    id: 'scope-claim-shape',
    layer: 'gateway',
    severity: 'warning',
    reference: rfc(8693, '4.2', '"scope" claim'),
    find: ({ claims, driver }) => {
      const others: Record<string, string> = { scp: 'scope', scope: 'scp' }
      const other = others[driver.claims.scope] ?? ''
      return (
        claims !== undefined &&
        claims[driver.claims.scope] === undefined &&
        claims[other] !== undefined && { found: other, usual: driver.claims.scope }
      )
    },
    fix: { faults: ['scp-vs-scope'] },
  },
]
