import type { Word } from '#shared/messages/catalogue.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Refusal, refuse } from '../outcome/refusal.ts'
import { TYK } from '../outcome/tyk-answers.ts'

type Claims = Readonly<Record<string, unknown>>

/**
 * What a token is bound to, by its claim `cnf`: a client certificate or a key that signs DPoP proofs.
 *
 * @returns `undefined` for a bearer token.
 * @see [RFC 8705 §3.1](https://www.rfc-editor.org/rfc/rfc8705.html#section-3.1), [RFC 9449 §6.1](https://www.rfc-editor.org/rfc/rfc9449.html#section-6.1)
 */
export function describeBinding({ cnf }: Claims): Word | undefined {
  if (typeof cnf !== 'object' || cnf === null) return undefined
  const { 'x5t#S256': certificate, jkt: key } = cnf as Claims
  if (typeof certificate === 'string')
    return { code: 'BOUND_TO_CERTIFICATE', facts: { thumbprint: quote(certificate) } }
  return typeof key === 'string'
    ? { code: 'BOUND_TO_KEY', facts: { thumbprint: quote(key) } }
    : undefined
}

/**
 * Refuses every token where the API asks for bound ones: this gateway sees neither certificates nor proofs, and
 * a binding that nothing checks is none.
 *
 * @see [RFC 8705 §3](https://www.rfc-editor.org/rfc/rfc8705.html#section-3) what the resource must compare
 */
export function findBindingProblem(claims: Claims, isRequired: boolean): Refusal | undefined {
  if (!isRequired) return undefined
  const binding = describeBinding(claims)
  if (!binding)
    return refuse('claims', TYK.notAuthorized, {
      code: 'TOKEN_NOT_BOUND',
      causes: [{ code: 'PROVIDER_BINDS_NOTHING' }],
    })
  return refuse('claims', TYK.notAuthorized, {
    code: 'BINDING_NOT_CHECKED',
    evidence: [{ label: 'binding', value: binding }],
    causes: [{ code: 'BINDING_ASKED_FOR' }],
  })
}
