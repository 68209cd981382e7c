import { decodeBase64urlText, isCanonicalBase64url } from './base64url.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Cause, type Refusal, causeWithFix, refuse } from '../outcome/refusal.ts'
import { parseStrictObject } from './strict-json.ts'
import type { JwtRules } from './jwt-rules.ts'
import { findKindProblem } from '#shared/oauth/access-token/token-kind.ts'
import { TOKEN_PROFILES } from '#shared/oauth/access-token/token-profiles.ts'
import { TYK } from '../outcome/tyk-answers.ts'

/** A token that has been read but not yet believed. */
export interface ParsedToken {
  algorithm: string
  /** Absent only where the API has one key and none to choose. */
  kid: string | undefined
  claims: Readonly<Record<string, unknown>>
}

const MAX_LENGTH = 8192
/** Names golang-jwt knows: another family's name gets another answer than a name nobody knows. */
const KNOWN_ALGORITHM = /^(?:none|EdDSA|(?:HS|RS|PS|ES)(?:256|384|512))$/
/** Header members by which a token would choose its own key or its own processing rules. */
const FORBIDDEN_MEMBERS = ['jku', 'jwk', 'x5u', 'x5c', 'zip', 'b64', 'crit', 'cty']

/**
 * Reads a compact JWS strictly, before any cryptography: one spelling per token, no key material and
 * no processing rules inside it, the algorithm from the API's family.
 *
 * @see [RFC 8725 §3](https://www.rfc-editor.org/rfc/rfc8725.html#section-3) best current practices
 * @see [RFC 7519 §7.2](https://www.rfc-editor.org/rfc/rfc7519.html#section-7.2) validating a JWT
 */
export function readToken(token: string, rules: JwtRules): ParsedToken | Refusal {
  if (token.length > MAX_LENGTH)
    return refuseShape(`The token is ${token.length} characters long, more than ${MAX_LENGTH}.`)
  const parts = token.split('.')
  const [headerText = '', payloadText = '', signature = ''] = parts
  if (parts.length !== 3) return refuseParts(parts.length)
  const header = decodeObject(headerText, 'header')
  if (typeof header === 'string') return refuseShape(header)
  const claims = decodeObject(payloadText, 'payload')
  if (typeof claims === 'string') return refuseShape(claims)
  const wrongAlgorithm = findAlgorithmProblem(header['alg'], rules.algorithms)
  if (wrongAlgorithm) return wrongAlgorithm
  if (!isCanonicalBase64url(signature))
    return refuseShape('The signature is empty or not in the one base64url spelling of its bytes.')
  const problem =
    findHeaderProblem(header, rules.needsKid) ??
    findKindProblem(header, claims) ??
    TOKEN_PROFILES[rules.profile](header, claims)
  if (problem !== undefined) return refuseShape(problem)
  return { algorithm: String(header['alg']), kid: header['kid'] as string | undefined, claims }
}

function decodeObject(part: string, name: string): Record<string, unknown> | string {
  if (!isCanonicalBase64url(part))
    return `The ${name} is empty or not in the one base64url spelling of its bytes.`
  const text = decodeBase64urlText(part)
  if (text === undefined) return `The ${name} is not UTF-8 text.`
  const object = parseStrictObject(text)
  return typeof object === 'string' ? `The ${name} ${object}.` : object
}

function findAlgorithmProblem(alg: unknown, algorithms: readonly string[]): Refusal | undefined {
  if (typeof alg !== 'string') return refuseShape('The header names no algorithm.')
  if (algorithms.includes(alg)) return undefined
  const evidence = [
    { label: 'alg', value: quote(alg) },
    { label: 'Allowed', value: algorithms.join(', ') },
  ]
  const isKnown = KNOWN_ALGORITHM.test(alg)
  return refuse('token_shape', isKnown ? TYK.wrongAlgorithm : TYK.notAuthorized, {
    reason: `The token's alg is ${quote(alg)}; the API's signing method allows ${algorithms.join(', ')}.`,
    evidence,
    causes: [
      {
        text:
          alg === 'none'
            ? 'Somebody took the signature off the token.'
            : 'The provider signs with another kind of key than the API expects.',
      },
    ],
  })
}

function findHeaderProblem(header: Record<string, unknown>, needsKid: boolean): string | undefined {
  const member = FORBIDDEN_MEMBERS.find((name) => Object.hasOwn(header, name))
  if (member) return `The header has "${member}"; a token may not bring its own key or rules.`
  const kid = header['kid']
  if (kid === undefined && !needsKid) return undefined
  if (typeof kid !== 'string' || kid === '')
    return 'The header has no kid, so no key of the set can be chosen.'
  if (!/^[\u0020-\u007e]{1,256}$/.test(kid))
    return 'The kid is longer than 256 characters or not plain ASCII text.'
  return undefined
}

function refuseParts(count: number): Refusal {
  if (count === 5)
    return refuseShape('The token is encrypted (JWE); this gateway reads signed ones.')
  return refuseShape(
    `The token has ${count} ${count === 1 ? 'part' : 'parts'} between dots; a signed JWT has 3.`,
    [{ text: 'An opaque token was sent: the provider issues JWTs only for some audiences.' }],
  )
}

function refuseShape(reason: string, first: Cause[] = []): Refusal {
  return refuse('token_shape', TYK.notAuthorized, {
    reason,
    causes: [
      ...first,
      causeWithFix('The token was damaged on its way, or is not an access token.', 'token', {
        label: 'Get a new token',
      }),
    ],
  })
}
