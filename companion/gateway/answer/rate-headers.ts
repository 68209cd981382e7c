import type { Facts } from '../decide/facts.ts'

/** The headers that Tyk sets on proxied answers, replacing those of an upstream. */
export const RATE_HEADERS = [
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
] as const

export type RateFacts = Partial<
  Pick<Facts, 'limits' | 'route' | 'quota' | 'quotaResetAtMs' | 'rate' | 'rateResetAtMs'>
>

/**
 * The three values in Tyk's default mode, where they describe the quota: what the policy says, 0, 0
 * without a quota, all 0 on a keyless API; or the rate, where the API asks for that, and none without a
 * limit. The reset is in whole Unix seconds.
 *
 * @see [Tyk: rate limit headers](https://tyk.io/docs/api-management/rate-limit/)
 */
export function readRateHeaders(facts: RateFacts): readonly string[] {
  const { limits, route } = facts
  if (route?.api.lab.rate_limit_response_headers === 'rate_limits') return describeRate(facts)
  if (!limits) return ['0', '0', '0']
  const { quota, quotaResetAtMs = 0 } = facts
  const max = String(limits.quotaMax)
  if (!quota) return [max, '0', '0']
  return [max, String(limits.quotaMax - quota.used), String(Math.floor(quotaResetAtMs / 1000))]
}

function describeRate({ rate, rateResetAtMs = 0 }: RateFacts): readonly string[] {
  if (!rate) return []
  return [rate.rate, Math.max(0, rate.rate - rate.used), Math.floor(rateResetAtMs / 1000)].map(
    String,
  )
}
