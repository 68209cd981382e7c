import type { TokenProfile } from '#shared/tyk/gateway-extras.ts'
import { quote } from '../../errors/quote.ts'
import type { TokenProblem } from './token-problem.ts'

type Members = Readonly<Record<string, unknown>>
type Problem = TokenProblem | undefined

/**
 * How each provider's access tokens differ from the other JWTs it signs with the same key. A profile
 * refuses what `findKindProblem` cannot know in general.
 *
 * @see [RFC 8725 §3.12](https://www.rfc-editor.org/rfc/rfc8725.html#section-3.12) mutually exclusive rules for kinds of JWTs
 */
export const TOKEN_PROFILES: Record<TokenProfile, (header: Members, claims: Members) => Problem> = {
  generic: () => undefined,
  okta: findOktaProblem,
  keycloak: findKeycloakProblem,
  gluu: (_header, claims) => findMissing(claims, ['client_id'], 'Gluu'),
  rfc9068: findRfc9068Problem,
}

/** @see [Okta: access token payload](https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/#access-token-payload) */
function findOktaProblem(header: Members, claims: Members): Problem {
  const { jti, scp, ver } = claims
  if (header['typ'] !== undefined) return { code: 'OKTA_TYP' }
  if (typeof jti !== 'string' || !jti.startsWith('AT.')) return { code: 'OKTA_JTI' }
  if (ver !== 1) return { code: 'OKTA_VER' }
  if (scp !== undefined && !isTexts(scp)) return { code: 'OKTA_SCP' }
  return findMissing(claims, ['cid', 'aud', 'iss', 'sub', 'exp', 'iat'], 'Okta')
}

/** @see [Keycloak: token types](https://www.keycloak.org/docs/latest/server_admin/#_oidc_token_role_mappings) */
function findKeycloakProblem(header: Members, claims: Members): Problem {
  if (header['typ'] !== 'JWT') return { code: 'KEYCLOAK_TYP' }
  if (claims['typ'] !== 'Bearer')
    return { code: 'KEYCLOAK_PAYLOAD_TYP', facts: { typ: quote(claims['typ']) } }
  return findMissing(claims, ['azp', 'iss', 'sub', 'exp', 'iat'], 'Keycloak')
}

/** @see [RFC 9068 §2.2](https://www.rfc-editor.org/rfc/rfc9068.html#section-2.2) and §4 */
function findRfc9068Problem({ typ }: Members, claims: Members): Problem {
  const name = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : ''
  if (name !== 'at+jwt') return { code: 'RFC9068_TYP', facts: { typ: quote(typ) } }
  if (claims['scope'] !== undefined && typeof claims['scope'] !== 'string')
    return { code: 'RFC9068_SCOPE' }
  const required = ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti']
  const claim = findMissingClaim(claims, required)
  return claim === undefined ? undefined : { code: 'CLAIM_MISSING_RFC9068', facts: { claim } }
}

function findMissing(claims: Members, names: readonly string[], issuer: string): Problem {
  const claim = findMissingClaim(claims, names)
  return claim === undefined ? undefined : { code: 'CLAIM_MISSING', facts: { claim, issuer } }
}

function findMissingClaim(claims: Members, names: readonly string[]): string | undefined {
  return names.find((name) => claims[name] === undefined || claims[name] === '')
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
