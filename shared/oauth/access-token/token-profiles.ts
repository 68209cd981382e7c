import type { TokenProfile } from '#shared/tyk/lab-settings.ts'
import { quote } from '../../errors/quote.ts'

type Members = Readonly<Record<string, unknown>>
type Problem = string | undefined

/**
 * How each provider's access tokens differ from the other JWTs it signs with the same key. A profile
 * refuses what `findKindProblem` cannot know in general; it returns a sentence or `undefined`.
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
  if (header['typ'] !== undefined) return `Okta's access tokens have no typ in the header.`
  if (typeof jti !== 'string' || !jti.startsWith('AT.'))
    return 'The jti does not start with "AT.", as in every access token of Okta.'
  if (ver !== 1) return 'The claim ver is not 1, as in every access token of Okta.'
  if (scp !== undefined && !isTexts(scp)) return 'The claim scp is not a list of texts.'
  return findMissing(claims, ['cid', 'aud', 'iss', 'sub', 'exp', 'iat'], 'Okta')
}

/** @see [Keycloak: token types](https://www.keycloak.org/docs/latest/server_admin/#_oidc_token_role_mappings) */
function findKeycloakProblem(header: Members, claims: Members): Problem {
  if (header['typ'] !== 'JWT') return `Keycloak's access tokens have the typ "JWT" in the header.`
  if (claims['typ'] !== 'Bearer')
    return `The claim typ is ${quote(claims['typ'])}; Keycloak's access tokens say "Bearer".`
  return findMissing(claims, ['azp', 'iss', 'sub', 'exp', 'iat'], 'Keycloak')
}

/** @see [RFC 9068 §2.2](https://www.rfc-editor.org/rfc/rfc9068.html#section-2.2) and §4 */
function findRfc9068Problem({ typ }: Members, claims: Members): Problem {
  const name = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : ''
  if (name !== 'at+jwt') return `The typ is ${quote(typ)}; RFC 9068 asks for "at+jwt".`
  if (claims['scope'] !== undefined && typeof claims['scope'] !== 'string')
    return 'The claim scope is not text.'
  const required = ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti']
  return findMissing(claims, required, 'an issuer of RFC 9068')
}

function findMissing(claims: Members, names: readonly string[], issuer: string): Problem {
  const missing = names.find((name) => claims[name] === undefined || claims[name] === '')
  return missing && `The claim ${missing} is missing; an access token of ${issuer} has it.`
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
