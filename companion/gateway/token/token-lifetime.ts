import { quote } from '#shared/errors/quote.ts'
import { type Refusal, refuse } from '../outcome/refusal.ts'
import { TYK } from '../outcome/tyk-answers.ts'

/**
 * Refuses a token that lives longer than the API allows: a stolen one would, too.
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
  const what =
    lifetime === undefined
      ? 'The token does not say how long it lives: it lacks exp or iat.'
      : `The token lives ${lifetime} s; the API allows ${maxSeconds} s.`
  return refuse('time', TYK.notAuthorized, {
    reason: what,
    evidence: [
      { label: 'iat', value: quote(iat) },
      { label: 'exp', value: quote(exp) },
      { label: 'Allowed', value: `${maxSeconds} s` },
    ],
    causes: [
      { text: 'The provider issues tokens that live longer: shorten their lifetime there.' },
      { text: 'The limit of the API is too short (max_token_lifetime).' },
    ],
  })
}
