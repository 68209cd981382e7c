import { type Refusal, causeWithFix, quote, refuse } from './refusal.ts'
import { TYK, emptyIdentity } from './tyk-answers.ts'

type Claims = Readonly<Record<string, unknown>>

export interface Identity {
  /** The claim it was read from. */
  claim: string
  value: string
}

/**
 * Reads who is calling: the API's identity claim, or `sub` when that claim is absent or no text.
 *
 * @param claim - `jwt_identity_base_field`; empty for `sub`.
 * @see [Tyk: JWT identity](https://tyk.io/docs/basic-config-and-security/security/authentication-authorization/json-web-tokens/)
 */
export function readIdentity(claims: Claims, claim: string): Identity | Refusal {
  const own = claim === '' ? undefined : findClaim(claims, claim)
  if (typeof own === 'string')
    return own === '' ? refuseIdentity(emptyIdentity(claim), claim) : { claim, value: own }
  const { sub } = claims
  if (typeof sub !== 'string') return refuseIdentity(TYK.noIdentity, claim || 'sub')
  return sub === '' ? refuseIdentity(TYK.emptySub, 'sub') : { claim: 'sub', value: sub }
}

/** A claim by its literal name, else by its dotted path. Inherited names are never found. */
export function findClaim(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name]
  let value: unknown = claims
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Claims)[part]
  }
  return value
}

function refuseIdentity(answer: readonly [number, string], claim: string): Refusal {
  return refuse('identity', answer, {
    reason: `The token does not say who is calling: no text in "${quote(claim)}", nor in "sub".`,
    evidence: [{ label: 'Identity source', value: quote(claim) }],
    causes: [
      causeWithFix('The API reads the identity from a claim this provider does not send.', 'api', {
        label: 'Read the identity from sub',
        inputs: { jwt_identity_base_field: 'sub' },
      }),
    ],
  })
}
