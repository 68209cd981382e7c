import { findPath } from '../token/identity.ts'
import type { ScopeRules } from '../token/jwt-rules.ts'

/**
 * The scopes of a token: a text is split at each space, the members of a list are not.
 *
 * @returns `undefined` when the token has no scope claim.
 */
export function findScopes(
  claims: Readonly<Record<string, unknown>>,
  { claims: names, isPath }: ScopeRules,
): { claim: string; names: string[] } | undefined {
  const claim = isPath ? names[0] : names.find((name) => Object.hasOwn(claims, name))
  if (claim === undefined) return undefined
  // Whatever name was chosen, its dots are read as a path.
  const found = flatten(findPath(claims, claim))
  return found.length > 0 ? { claim, names: found } : undefined
}

function flatten(value: unknown): string[] {
  if (typeof value === 'string') return value.split(' ')
  return Array.isArray(value)
    ? value.flat(Infinity).filter((item): item is string => typeof item === 'string')
    : []
}
