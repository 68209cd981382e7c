import type { Facts } from './facts.ts'

/** The names Tyk sets on proxied answers; an upstream's own copies give way. */
export const RATE_HEADERS = [
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
] as const

export type RateFacts = Partial<
  Pick<Facts, 'limits' | 'route' | 'quota' | 'rate' | 'rateResetAtMs'>
>

/**
 * The three values in Tyk's default mode, where they describe the quota: -1, 0, 0 without a quota,
 * all 0 on a keyless API; or the rate, where the API asks for that. The reset is in Unix seconds.
 *
 * @see [Tyk: rate limit headers](https://tyk.io/docs/api-management/rate-limit/)
 */
export function readRateHeaders(facts: RateFacts): readonly string[] {
  const { limits, route } = facts
  if (!limits) return ['0', '0', '0']
  if (route?.api.lab.rate_limit_response_headers === 'rate_limits') return describeRate(facts)
  const { quota } = facts
  if (!quota) return ['-1', '0', '0']
  const resetSeconds = quota.renewsAtMs === Infinity ? 0 : Math.floor(quota.renewsAtMs / 1000)
  return [String(limits.quotaMax), String(limits.quotaMax - quota.used), String(resetSeconds)]
}

function describeRate({ rate, rateResetAtMs = 0 }: RateFacts): readonly string[] {
  if (!rate) return ['0', '0', '0']
  return [rate.rate, Math.max(0, rate.rate - rate.used), Math.ceil(rateResetAtMs / 1000)].map(
    String,
  )
}
