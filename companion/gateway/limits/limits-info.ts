import type { ApiRight } from '../policy/entitlement.ts'
import { type Reply, replyJson } from '../outcome/reply.ts'
import type { QuotaCount } from './take-quota.ts'

/** Whether a caller asks for its own limits, by any method; asking counts against none of them. */
export function asksForLimits(rest: string): boolean {
  return rest === '/tyk/rate-limits/'
}

/**
 * A caller's limits; `quota_renews` in Unix seconds.
 *
 * @param known - The count of its quota, if one was ever opened.
 * @param nowMs - Milliseconds since the epoch.
 *
 * @see [Tyk: rate limit information](https://tyk.io/docs/api-management/rate-limit/)
 */
export function describeLimits(
  { limits }: ApiRight,
  known: QuotaCount | undefined,
  nowMs: number,
): Reply {
  const count = known && known.renewsAtMs > nowMs ? known : undefined
  const renews = count && count.renewsAtMs !== Infinity ? Math.floor(count.renewsAtMs / 1000) : 0
  return replyJson({
    quota: {
      quota_max: limits.quotaMax,
      // Of a session that a JWT made Tyk tells no rest.
      quota_remaining: 0,
      quota_renews: renews,
    },
    rate_limit: { requests: limits.rate, per_unit: limits.perSeconds },
  })
}
