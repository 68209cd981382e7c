import type { Evidence } from '../evidence.ts'
import { issue, rfc, type Rule } from '../rule.ts'

function has({ claims }: Evidence, name: string): boolean {
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
    title: 'The key set cannot be used',
    expected: 'A key set with at least one signing key, within five seconds.',
    cause: 'The provider’s key endpoint fails, is empty or too slow, so nobody can check a token.',
    reference: rfc(7517, '5', 'JWK set format'),
    find: ({ keys }) => keys?.problem,
    remedy: { label: 'Mend the key endpoint', faults: ['jwks-500', 'jwks-empty', 'jwks-slow'] },
  },
  {
    id: 'token-opaque',
    layer: 'gateway',
    title: 'The token is no JWT',
    expected: 'A JWT that the gateway can check by itself.',
    cause: 'The provider gives opaque tokens unless the client asks for JWTs when it registers.',
    reference: rfc(9068, '2', 'JWT access token header and data structure'),
    find: ({ isOpaque }) => isOpaque === true && 'The access token has no three parts.',
    remedy: {
      label: 'Ask for JWT access tokens',
      client: { metadata: { access_token_as_jwt: true } },
    },
  },
  {
    id: 'algorithm-unsafe',
    layer: 'gateway',
    title: 'The token is not signed with a public key',
    expected: 'RS256 or another asymmetric algorithm.',
    cause: 'Unsigned tokens and shared secrets prove nothing to a gateway.',
    reference: rfc(8725, '3.1', 'perform algorithm verification'),
    find: ({ header }) => {
      const alg = String(header?.['alg'])
      return (
        header !== undefined && !/^(?:[RPE]S\d{3}|EdDSA|Ed25519)$/.test(alg) && `alg is "${alg}".`
      )
    },
    remedy: {
      label: 'Sign with the key that is published',
      faults: ['alg-none', 'hs256-confusion'],
    },
  },
  {
    id: 'kid-unknown',
    layer: 'keys',
    title: 'The token names a key that is not published',
    expected: 'A kid of the key set.',
    cause: 'The key was rotated without an overlap, or the key set belongs to another issuer.',
    reference: rfc(7515, '4.1.4', 'key ID header parameter'),
    find: ({ header, keys }) =>
      header !== undefined &&
      keys !== undefined &&
      !keys.kids.includes(String(header['kid'])) &&
      `kid "${String(header['kid'])}"; published: ${keys.kids.join(', ')}.`,
    remedy: { label: 'Publish the key', faults: ['kid-unknown'] },
  },
  {
    id: 'issuer-wrong',
    layer: 'gateway',
    title: 'The token names another issuer than the metadata',
    expected: 'iss equal to the issuer of the metadata.',
    cause: 'The provider builds its issuer from the address that it was called by.',
    reference: rfc(9068, '4', 'validating JWT access tokens'),
    find: ({ claims, discovery }) =>
      claims !== undefined &&
      discovery !== undefined &&
      claims['iss'] !== discovery.issuer &&
      `iss is ${JSON.stringify(claims['iss'])}, the metadata says "${discovery.issuer}".`,
    remedy: { label: 'Set the provider’s issuer', faults: ['wrong-iss'] },
  },
  {
    id: 'issued-in-the-future',
    layer: 'gateway',
    title: 'The token is issued in the future',
    expected: 'iat within a minute of now.',
    cause: 'The clocks of the provider and of the gateway do not agree.',
    reference: rfc(7519, '4.1.6', '"iat" claim'),
    find: ({ claims, nowSeconds }) =>
      Number(claims?.['iat'] ?? 0) > nowSeconds + 60 &&
      `iat is ${Number(claims?.['iat']) - nowSeconds} s ahead.`,
    remedy: { label: 'Set the clocks', faults: ['clock-skew'] },
  },
  {
    id: 'scope-wiped-subject',
    pain: 13,
    layer: 'gateway',
    title: 'Asking for a scope took the default scopes away',
    expected: 'sub and aud in the token.',
    cause:
      'With "scope" in the registration Keycloak replaces the realm’s default scopes, and with them go sub and the audience mappers.',
    reference: issue('keycloak/keycloak', 50_807),
    find: (evidence) =>
      evidence.claims !== undefined &&
      hasAskedScope(evidence) &&
      !has(evidence, 'sub') &&
      `The registration asked for the scope "${String(evidence.registration?.asked['scope'])}"; the token has no sub${has(evidence, 'aud') ? '' : ' and no aud'}.`,
    remedy: { label: 'Register without "scope"', client: { metadata: {} } },
  },
  {
    id: 'no-subject',
    pain: 33,
    layer: 'gateway',
    title: 'The token has no subject',
    expected: 'The claim sub, from which the gateway takes the identity.',
    cause: 'Since Keycloak 25 sub comes from the client scope "basic", which this client lacks.',
    reference: issue('keycloak/keycloak', 34_306),
    find: (evidence) =>
      evidence.claims !== undefined &&
      !has(evidence, 'sub') &&
      `Claims: ${Object.keys(evidence.claims).join(', ')}.`,
    remedy: { label: 'Add the scope "basic" to the client', faults: ['no-sub'] },
  },
  {
    id: 'audience-wrong',
    pain: 15,
    layer: 'gateway',
    title: 'The token is for another audience',
    expected: 'The API’s own identifier in aud.',
    cause:
      'Keycloak’s tokens are for "account" until an audience mapper names the API; elsewhere the token request has to name it.',
    reference: issue('keycloak/keycloak', 10_169),
    find: (evidence) => {
      const wanted = evidence.behaviour.expects_audience
      return (
        evidence.claims !== undefined &&
        wanted !== undefined &&
        !audiences(evidence).includes(wanted) &&
        `aud is ${JSON.stringify(evidence.claims['aud'])}, the API is "${wanted}".`
      )
    },
    remedy: {
      label: 'Add an audience mapper',
      client: { expects_audience: undefined },
      faults: ['wrong-aud'],
    },
  },
  {
    id: 'scope-claim-shape',
    layer: 'gateway',
    severity: 'warning',
    title: 'The scope claim has another name than the provider’s usual one',
    expected: 'The claim that the gateway is set to read.',
    cause: 'Okta writes "scp", a list; most others write "scope", one string.',
    reference: rfc(8693, '4.2', '"scope" claim'),
    find: ({ claims, driver }) => {
      const others: Record<string, string> = { scp: 'scope', scope: 'scp' }
      const other = others[driver.claims.scope] ?? ''
      return (
        claims !== undefined &&
        claims[driver.claims.scope] === undefined &&
        claims[other] !== undefined &&
        `The token has "${other}" and no "${driver.claims.scope}".`
      )
    },
    remedy: { label: 'Set the gateway’s scope claim', faults: ['scp-vs-scope'] },
  },
]
