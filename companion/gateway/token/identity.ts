import type { JwtRules } from './jwt-rules.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Refusal, refuse } from '../outcome/refusal.ts'
import { TYK, emptyIdentity } from '../outcome/tyk-answers.ts'

type Claims = Readonly<Record<string, unknown>>

export interface Identity {
  /** The claim it was read from. */
  claim: string
  value: string
}

/**
 * Reads who is calling: the first of the API's identity claims that is text, else `sub`. An empty
 * text ends the search.
 *
 * @see [Tyk: JWT identity](https://tyk.io/docs/basic-config-and-security/security/authentication-authorization/json-web-tokens/)
 */
export function readIdentity(
  claims: Claims,
  { identityClaims, isOas }: Pick<JwtRules, 'identityClaims' | 'isOas'>,
): Identity | Refusal {
  for (const claim of identityClaims) {
    const found = findText(claims, [claim])
    if (found) return found
    if (ownValue(claims, claim) === '' || findPath(claims, claim) === '')
      return refuseIdentity(emptyIdentity(claim), claim)
  }
  const { sub } = claims
  if (typeof sub !== 'string') return refuseIdentity(TYK.noIdentity, identityClaims[0] ?? 'sub')
  if (sub === '') return refuseIdentity(isOas ? emptyIdentity('sub') : TYK.emptySub, 'sub')
  return { claim: 'sub', value: sub }
}

/** A claim by its dotted path, such as `realm_access.roles`. As with Tyk a list has no members by number. */
export function findPath(claims: Claims, path: string): unknown {
  let value: unknown = claims
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    if (!Object.hasOwn(value, part)) return undefined
    value = (value as Claims)[part]
  }
  return value
}

/** The first text that is not empty, by literal name or dotted path. */
export function findText(
  claims: Claims,
  names: readonly string[],
): { claim: string; value: string } | undefined {
  for (const claim of names) {
    for (const value of [ownValue(claims, claim), findPath(claims, claim)])
      if (typeof value === 'string' && value !== '') return { claim, value }
  }
  return undefined
}

function ownValue(claims: Claims, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined
}

function refuseIdentity(answer: readonly [number, string], claim: string): Refusal {
  return refuse('identity', answer, {
    code: 'IDENTITY_MISSING',
    facts: { claim: quote(claim) },
    evidence: [{ label: 'identitySource', value: quote(claim) }],
    causes: [{ code: 'IDENTITY_CLAIM_NOT_SENT' }],
  })
}
