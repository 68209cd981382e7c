import { decodeBase64urlText, isCanonicalBase64url } from './base64url.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Cause, type Refusal, isRefusal, refuse } from '../outcome/refusal.ts'
import type { RefusalMessage } from '#shared/messages/catalogue.ts'
import { parseStrictObject } from './strict-json.ts'
import type { JwtRules } from './jwt-rules.ts'
import { findKindProblem } from '#shared/oauth/access-token/token-kind.ts'
import { TOKEN_PROFILES } from '#shared/oauth/access-token/token-profiles.ts'
import { TYK } from '../outcome/tyk-answers.ts'

/** A parsed token whose signature is not verified yet. */
export interface ParsedToken {
  algorithm: string
  /** Absent only where the API has one key and none to choose. */
  kid: string | undefined
  claims: Readonly<Record<string, unknown>>
  /** Of the token's text: what the claims weigh, about. */
  sizeBytes: number
}

const MAX_LENGTH = 8192
/** Names golang-jwt knows: a name of another family gets another answer than an unknown name. */
const KNOWN_ALGORITHM = /^(?:none|EdDSA|(?:HS|RS|PS|ES)(?:256|384|512))$/
/**
 * Header members that change how the token is to be read. Those by which it would bring its own key (`jku`,
 * `jwk`, `x5u`, `x5c`) are ignored as at Tyk: nothing is fetched for them, and no key is taken from them.
 */
const FORBIDDEN_MEMBERS = ['zip', 'b64', 'crit']

/**
 * Reads a compact JWS strictly, before any cryptography: one spelling per token, no processing rules
 * inside it, the algorithm from the API's family.
 *
 * @see [RFC 8725 §3](https://www.rfc-editor.org/rfc/rfc8725.html#section-3) best current practices
 * @see [RFC 7519 §7.2](https://www.rfc-editor.org/rfc/rfc7519.html#section-7.2) validating a JWT
 */
export function readToken(token: string, rules: JwtRules): ParsedToken | Refusal {
  if (token.length > MAX_LENGTH)
    return refuseShape({
      code: 'TOKEN_TOO_LONG',
      facts: { length: token.length, limit: MAX_LENGTH },
    })
  const parts = token.split('.')
  const [headerText = '', payloadText = '', signature = ''] = parts
  if (parts.length !== 3) return refuseParts(parts.length)
  const header = decodeObject(headerText, 'TOKEN_HEADER')
  if (isRefusal(header)) return header
  const claims = decodeObject(payloadText, 'TOKEN_PAYLOAD')
  if (isRefusal(claims)) return claims
  const wrongAlgorithm = findAlgorithmProblem(header['alg'], rules.algorithms)
  if (wrongAlgorithm) return wrongAlgorithm
  if (!isCanonicalBase64url(signature)) return refuseShape({ code: 'SIGNATURE_NOT_BASE64URL' })
  const problem =
    findHeaderProblem(header, rules.needsKid) ??
    findKindProblem(header, claims) ??
    TOKEN_PROFILES[rules.profile](header, claims)
  if (problem?.code === 'KID_MISSING')
    return refuse('token_shape', TYK.notAuthorized, {
      ...problem,
      causes: [{ code: 'KID_NOT_WRITTEN' }],
    })
  if (problem !== undefined) return refuseShape(problem)
  return {
    algorithm: String(header['alg']),
    kid: header['kid'] as string | undefined,
    claims,
    sizeBytes: token.length,
  }
}

function decodeObject(
  encoded: string,
  name: 'TOKEN_HEADER' | 'TOKEN_PAYLOAD',
): Record<string, unknown> | Refusal {
  const part = { code: name }
  if (!isCanonicalBase64url(encoded))
    return refuseShape({ code: 'PART_NOT_BASE64URL', facts: { part } })
  const text = decodeBase64urlText(encoded)
  if (text === undefined) return refuseShape({ code: 'PART_NOT_UTF8', facts: { part } })
  const { object, problem } = parseStrictObject(text)
  return object ?? refuseShape({ code: 'PART_NOT_STRICT_JSON', facts: { part, problem } })
}

function findAlgorithmProblem(value: unknown, algorithms: readonly string[]): Refusal | undefined {
  if (typeof value !== 'string') return refuseShape({ code: 'ALGORITHM_MISSING' })
  if (algorithms.includes(value)) return undefined
  const alg = quote(value)
  const allowed = algorithms.join(', ')
  const isKnown = KNOWN_ALGORITHM.test(value)
  return refuse('token_shape', isKnown ? TYK.wrongAlgorithm : TYK.notAuthorized, {
    code: 'ALGORITHM_REFUSED',
    facts: { alg, allowed },
    evidence: [
      { label: { code: 'member', facts: { name: 'alg' } }, value: alg },
      { label: 'allowed', value: allowed },
    ],
    causes: [{ code: value === 'none' ? 'SIGNATURE_STRIPPED' : 'SIGNED_WITH_OTHER_FAMILY' }],
  })
}

function findHeaderProblem(
  header: Record<string, unknown>,
  needsKid: boolean,
): RefusalMessage | undefined {
  const member = FORBIDDEN_MEMBERS.find((name) => Object.hasOwn(header, name))
  if (member) return { code: 'HEADER_MEMBER_FORBIDDEN', facts: { member } }
  const kid = header['kid']
  if (kid === undefined && !needsKid) return undefined
  if (typeof kid !== 'string' || kid === '') return { code: 'KID_MISSING' }
  return /^[\u0020-\u007e]{1,256}$/.test(kid) ? undefined : { code: 'KID_INVALID' }
}

function refuseParts(count: number): Refusal {
  return count === 5
    ? refuseShape({ code: 'TOKEN_ENCRYPTED' })
    : refuseShape({ code: 'TOKEN_PARTS', facts: { count } }, [{ code: 'TOKEN_OPAQUE' }])
}

function refuseShape(message: RefusalMessage, first: Cause[] = []): Refusal {
  return refuse('token_shape', TYK.notAuthorized, {
    ...message,
    causes: [...first, { code: 'TOKEN_DAMAGED' }],
  })
}
