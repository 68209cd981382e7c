import { quote } from '../../errors/quote.ts'
import type { TokenProblem } from './token-problem.ts'

type Members = Readonly<Record<string, unknown>>

/** Okta sends no `typ`, Keycloak "JWT", RFC 9068 issuers "at+jwt". */
const ACCESS_TOKEN_TYPES = new Set(['jwt', 'at+jwt'])
/** Keycloak's payload `typ` of tokens that are not access tokens. */
const OTHER_PAYLOAD_TYPES = new Set(['ID', 'Refresh', 'Offline', 'Logout'])
/** 1 January 2100, in seconds: what is later is milliseconds or an attack. */
const LATEST_SECONDS = 4_102_444_800

/**
 * Tells an access token from the other JWTs a provider signs with the same key, and refuses claims
 * of the wrong type.
 *
 * @returns `undefined` when nothing is wrong.
 * @see [RFC 8725 §3.12](https://www.rfc-editor.org/rfc/rfc8725.html#section-3.12) mutually exclusive rules for kinds of JWTs
 * @see [RFC 9068 §4](https://www.rfc-editor.org/rfc/rfc9068.html#section-4) `typ` of an access token
 */
export function findKindProblem(header: Members, claims: Members): TokenProblem | undefined {
  return findTypeProblem(header) ?? findOtherKind(claims) ?? findClaimProblem(claims)
}

function findTypeProblem({ typ }: Members): TokenProblem | undefined {
  if (typ === undefined) return undefined
  if (typeof typ !== 'string') return { code: 'TYP_NOT_TEXT' }
  const name = typ.toLowerCase().replace(/^application\//, '')
  return ACCESS_TOKEN_TYPES.has(name)
    ? undefined
    : { code: 'TYP_OTHER', facts: { typ: quote(typ) } }
}

function findOtherKind(claims: Members): TokenProblem | undefined {
  const { typ, jti } = claims
  if (typeof typ === 'string' && OTHER_PAYLOAD_TYPES.has(typ))
    return { code: 'OTHER_KIND', facts: { kind: typ } }
  if (typeof jti === 'string' && jti.startsWith('ID.')) return { code: 'ID_TOKEN_OF_OKTA' }
  if ('at_hash' in claims || 'c_hash' in claims || ('nonce' in claims && typ !== 'Bearer'))
    return { code: 'ID_TOKEN' }
  if ('events' in claims) return { code: 'LOGOUT_TOKEN' }
  if ('htm' in claims || 'htu' in claims) return { code: 'DPOP_PROOF' }
  return undefined
}

function findClaimProblem(claims: Members): TokenProblem | undefined {
  const badTime = ['exp', 'iat', 'nbf'].find((name) => !isPlausibleTime(claims[name]))
  if (badTime)
    return {
      code: 'TIME_IMPLAUSIBLE',
      facts: { claim: badTime, value: quote(claims[badTime]) },
    }
  const { sub, jti } = claims
  if (typeof sub === 'string' && (sub.length > 255 || /[\u0000-\u001f\u007f]/.test(sub)))
    return { code: 'SUB_INVALID' }
  if (jti !== undefined && typeof jti !== 'string') return { code: 'JTI_NOT_TEXT' }
  return undefined
}

/**
 * A fraction of a second is allowed. Values that are no numbers are left to the time check, where Tyk has a
 * text for them.
 *
 * @see [RFC 7519 §2](https://www.rfc-editor.org/rfc/rfc7519.html#section-2) NumericDate
 */
function isPlausibleTime(value: unknown): boolean {
  if (typeof value !== 'number') return true
  return Math.abs(value) < LATEST_SECONDS
}
