import type { ReadApi } from '#shared/tyk/read-api.ts'
import { quote } from '#shared/errors/quote.ts'
import type { Word } from '#shared/messages/catalogue.ts'
import { quoteClaim } from './quote-claim.ts'
import { type Evidence, type Refusal, type Why, refuse } from '../outcome/refusal.ts'
import { TYK } from '../outcome/tyk-answers.ts'

type Claims = Readonly<Record<string, unknown>>

/** By how many seconds a clock may be off, claim by claim. */
export type Skews = Record<'exp' | 'iat' | 'nbf', number>

export function readSkews(definition: ReadApi): Skews {
  return {
    exp: definition.jwt_expires_at_validation_skew,
    iat: definition.jwt_issued_at_validation_skew,
    nbf: definition.jwt_not_before_validation_skew,
  }
}

/**
 * Checks exp, iat and nbf, each only when present. When several fail Tyk reports the last one.
 *
 * @param nowSeconds - Whole seconds since the epoch.
 * @see [RFC 7519 §4.1.4](https://www.rfc-editor.org/rfc/rfc7519.html#section-4.1.4) exp, [§4.1.5](https://www.rfc-editor.org/rfc/rfc7519.html#section-4.1.5) nbf
 */
export function findTimeProblem(
  claims: Claims,
  skews: Skews,
  nowSeconds: number,
): Refusal | undefined {
  const { exp, iat, nbf } = claims
  let problem: Refusal | undefined
  if (exp !== undefined && !isAtMost(nowSeconds - skews.exp + 1, exp))
    problem = refuseExpired(exp, nowSeconds)
  if (iat !== undefined && !isAtLeast(nowSeconds + skews.iat, iat))
    problem = refuseEarly('iat', iat, nowSeconds)
  if (nbf !== undefined && !isAtLeast(nowSeconds + skews.nbf, nbf))
    problem = refuseEarly('nbf', nbf, nowSeconds)
  return problem
}

/** Whole seconds since the epoch; both ends belong to it. */
export interface TimeWindow {
  from: number
  until: number
}

/** When a token may be used: inside of it, and nowhere else, `findTimeProblem` finds nothing. */
export function readTimeWindow({ exp, iat, nbf }: Claims, skews: Skews): TimeWindow {
  const readStart = (value: unknown, skew: number): number =>
    value === undefined ? -Infinity : typeof value === 'number' ? value - skew : Infinity
  const end = typeof exp === 'number' ? exp + skews.exp - 1 : -Infinity
  return {
    from: Math.max(readStart(iat, skews.iat), readStart(nbf, skews.nbf)),
    until: exp === undefined ? Infinity : end,
  }
}

/** For whole seconds `exp > now - skew` is `now - skew + 1 <= exp`. */
function isAtMost(limit: number, value: unknown): boolean {
  return typeof value === 'number' && limit <= value
}

function isAtLeast(limit: number, value: unknown): boolean {
  return typeof value === 'number' && value <= limit
}

function refuseExpired(exp: unknown, nowSeconds: number): Refusal {
  const why: Why =
    typeof exp === 'number'
      ? { code: 'TOKEN_EXPIRED', facts: { seconds: nowSeconds - exp } }
      : { code: 'TIME_NOT_NUMBER', facts: { claim: 'exp', value: quote(exp) } }
  return refuse('time', TYK.expired, {
    ...why,
    evidence: showTimes('exp', exp, nowSeconds),
    causes: [{ code: 'TOKEN_USED_UP' }, { code: 'CLOCKS_DIFFER' }],
  })
}

function refuseEarly(claim: 'iat' | 'nbf', value: unknown, nowSeconds: number): Refusal {
  const why: Why =
    typeof value === 'number'
      ? { code: 'TIME_AHEAD', facts: { claim, seconds: value - nowSeconds } }
      : { code: 'TIME_NOT_NUMBER', facts: { claim, value: quote(value) } }
  return refuse('time', claim === 'iat' ? TYK.issuedLater : TYK.notYetValid, {
    ...why,
    evidence: showTimes(claim, value, nowSeconds),
    causes: [{ code: 'CLOCKS_DIFFER' }],
  })
}

function showTimes(claim: string, value: unknown, nowSeconds: number): Evidence[] {
  return [
    { label: { code: 'member', facts: { name: claim } }, value: showTime(value) },
    { label: 'gatewayClock', value: showTime(nowSeconds) },
  ]
}

/** Seconds since the epoch, and the same as a date. */
export function showTime(value: unknown): string | Word {
  if (typeof value !== 'number' || Math.abs(value) > 1e11) return quoteClaim(value)
  return `${value} (${new Date(value * 1000).toISOString()})`
}
