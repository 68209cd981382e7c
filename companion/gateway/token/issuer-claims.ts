import type { JwtRules } from './jwt-rules.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Refusal, refuse } from '../outcome/refusal.ts'
import { claimRule } from '../outcome/tyk-answers.ts'

type Claims = Readonly<Record<string, unknown>>
type Rules = Pick<JwtRules, 'allowedIssuers' | 'allowedAudiences'>

/**
 * A classic definition asks for no issuer: every token that a key of the API's key set has signed is
 * trusted. A wrong
 * type is refused all the same, and so is an issuer outside the list where one is configured.
 *
 * @see [RFC 7519 §4.1.1](https://www.rfc-editor.org/rfc/rfc7519.html#section-4.1.1)
 */
export function findIssuerProblem({ iss }: Claims, rules: Rules): Refusal | undefined {
  const allowed = rules.allowedIssuers
  if (iss === undefined) {
    return allowed.length === 0
      ? undefined
      : refuseClaim('issuer', 'issuer claim is required but not present in token', allowed)
  }
  if (typeof iss !== 'string')
    return refuseClaim('issuer', 'issuer claim must be a string', allowed)
  if (allowed.length === 0 || allowed.includes(iss)) return undefined
  return refuseClaim('issuer', `invalid issuer claim: ${quote(iss)}`, allowed)
}

/** @see [RFC 7519 §4.1.3](https://www.rfc-editor.org/rfc/rfc7519.html#section-4.1.3) text or a list of texts */
export function findAudienceProblem({ aud }: Claims, rules: Rules): Refusal | undefined {
  const allowed = rules.allowedAudiences
  if (aud === undefined) {
    return allowed.length === 0
      ? undefined
      : refuseClaim('audience', 'audience claim is required but not present in token', allowed)
  }
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud]
  if (!audiences.every((item) => typeof item === 'string'))
    return refuseClaim('audience', 'invalid audience claim format', allowed)
  if (allowed.length === 0 || audiences.some((item) => allowed.includes(item))) return undefined
  const list = `[${audiences.map((item) => quote(item)).join(' ')}]`
  return refuseClaim('audience', `no matching audience found in token: ${list}`, allowed)
}

function refuseClaim(
  check: 'issuer' | 'audience',
  text: string,
  allowed: readonly string[],
): Refusal {
  return refuse(check, claimRule(text), {
    code: check === 'issuer' ? 'ISSUER_REFUSED' : 'AUDIENCE_REFUSED',
    facts: { problem: text },
    evidence: [{ label: 'allowed', value: quote(allowed.join(', ')) || { code: 'ANY_AS_TEXT' } }],
    causes: [{ code: 'TOKEN_FOR_OTHER_USE' }],
  })
}
