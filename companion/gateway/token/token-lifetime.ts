import { type Refusal, type Why, refuse } from '../outcome/refusal.ts'
import { quoteClaim } from './quote-claim.ts'
import { TYK } from '../outcome/tyk-answers.ts'

/**
 * Refuses a token with a longer lifetime than the API allows, since a stolen token would be usable as long.
 *
 * @param maxSeconds - 0 for no limit.
 * @see [RFC 9700 §2.2.1](https://www.rfc-editor.org/rfc/rfc9700.html#section-2.2.1) short-lived access tokens
 */
export function findLifetimeProblem(
  { exp, iat }: Readonly<Record<string, unknown>>,
  maxSeconds: number,
): Refusal | undefined {
  if (maxSeconds === 0) return undefined
  const lifetime = typeof exp === 'number' && typeof iat === 'number' ? exp - iat : undefined
  if (lifetime !== undefined && lifetime <= maxSeconds) return undefined
  const why: Why =
    lifetime === undefined
      ? { code: 'LIFETIME_UNKNOWN' }
      : { code: 'LIFETIME_TOO_LONG', facts: { seconds: lifetime, limit: maxSeconds } }
  return refuse('time', TYK.notAuthorized, {
    ...why,
    evidence: [
      { label: { code: 'member', facts: { name: 'iat' } }, value: quoteClaim(iat) },
      { label: { code: 'member', facts: { name: 'exp' } }, value: quoteClaim(exp) },
      { label: 'allowed', value: { code: 'SECONDS', facts: { seconds: maxSeconds } } },
    ],
    causes: [{ code: 'LIFETIME_SET_LONG' }, { code: 'LIFETIME_LIMIT_SHORT' }],
  })
}
