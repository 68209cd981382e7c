import isEqual from 'fast-deep-equal'
import type { CustomClaimRule } from '#shared/tyk/oas/oas-jwt.ts'
import { findPath, readIdentity } from './identity.ts'
import type { JwtRules } from './jwt-rules.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Refusal, isRefusal, refuse } from '../outcome/refusal.ts'
import { claimRule } from '../outcome/tyk-answers.ts'
import type { ParsedToken } from './token-shape.ts'

type Claims = Readonly<Record<string, unknown>>

/**
 * The rules of an OAS definition that come after issuer and audience, in Tyk's order: `jti` is there,
 * the subject is listed, each custom claim fits.
 *
 * @see [Tyk OAS: JWT](https://tyk.io/docs/api-management/gateway-config-tyk-oas/#jwt)
 */
export function findClaimRuleProblem(token: ParsedToken, rules: JwtRules): Refusal | undefined {
  const { claims } = token
  const text =
    (rules.needsJti && claims['jti'] === undefined
      ? 'JWT ID (jti) claim is required but not present in token'
      : undefined) ??
    findSubjectProblem(token, rules) ??
    findCustomClaimProblem(claims, rules)
  if (text === undefined) return undefined
  return refuse('claims', claimRule(text), {
    code: 'CLAIM_RULE_BROKEN',
    facts: { problem: text },
    causes: [{ code: 'TOKEN_FOR_OTHER_USE' }],
  })
}

/** With JWKS-signed tokens the `kid` is compared unless `skipKid` is on, which surprises most people. */
function findSubjectProblem(token: ParsedToken, rules: JwtRules): string | undefined {
  if (rules.allowedSubjects.length === 0) return undefined
  const identity = readIdentity(token.claims, rules)
  if (isRefusal(identity) && !(rules.isKidSubject && token.kid)) return identity.error
  const own = isRefusal(identity) ? '' : identity.value
  const subject = rules.isKidSubject && token.kid ? token.kid : own
  return rules.allowedSubjects.includes(subject)
    ? undefined
    : `invalid subject value: ${quote(subject)}`
}

function findCustomClaimProblem(
  claims: Claims,
  { customClaims, wrongClaimPath }: JwtRules,
): string | undefined {
  if (wrongClaimPath !== undefined) return `invalid claim path: ${wrongClaimPath}`
  for (const [path, rule] of customClaims) {
    const problem = rule.nonBlocking ? undefined : judgeClaim(findPath(claims, path), path, rule)
    if (problem !== undefined) return problem
  }
  return undefined
}

function judgeClaim(value: unknown, path: string, rule: CustomClaimRule): string | undefined {
  if (value === undefined) return `custom claim ${path} is required but not present in token`
  if (rule.type === 'required')
    return value === null ? `custom claim ${path} expects a non nil value` : undefined
  const { allowedValues } = rule
  if (rule.type === 'exact_match') {
    return allowedValues.some((allowed) => isEqual(allowed, value))
      ? undefined
      : `claim ${path} value does not match any expected values`
  }
  return allowedValues.some((allowed) => contains(value, allowed))
    ? undefined
    : `claim ${path} value does not contain any expected values`
}

/** Part of a text, an element of a list, else the same value. */
function contains(value: unknown, part: unknown): boolean {
  if (typeof value === 'string') return typeof part === 'string' && value.includes(part)
  if (Array.isArray(value)) return value.some((item) => isEqual(item, part))
  return isEqual(value, part)
}
