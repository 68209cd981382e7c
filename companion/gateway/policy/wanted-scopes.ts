import type { JwtRules } from '../token/jwt-rules.ts'
import { findScopes } from './token-scopes.ts'

/**
 * The scopes that a client could ask for to be let in: those that are mapped to policies. None where no scope
 * chooses a policy, or where the token has all of them already: another sign-in would bring nothing then, and
 * clients would start one after the other.
 *
 * @see [RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750.html#section-3.1) `insufficient_scope`
 */
export function listWantedScopes(
  { scopes }: JwtRules,
  claims: Readonly<Record<string, unknown>> = {},
): readonly string[] {
  if (!scopes) return []
  const mapped = [...scopes.policyByScope.keys()]
  const held = new Set(findScopes(claims, scopes)?.names)
  return mapped.every((name) => held.has(name)) ? [] : mapped
}
