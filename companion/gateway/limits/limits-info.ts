import type { ApiRight } from '../policy/entitlement.ts'
import { type Reply, replyJson } from '../outcome/reply.ts'
import type { Session } from './session.ts'

/** Whether a caller asks for its own limits, by any method; asking counts against none of them. */
export function asksForLimits(rest: string): boolean {
  return rest === '/tyk/rate-limits/'
}

/**
 * A caller's limits and what is left of them; `quota_renews` in Unix seconds.
 *
 * @see [Tyk: rate limit information](https://tyk.io/docs/api-management/rate-limit/)
 */
export function describeLimits(
  { limits, scope }: ApiRight,
  { quotas }: Pick<Session, 'quotas'>,
  nowMs: number,
): Reply {
  const known = quotas.get(scope)
  const count = known && known.renewsAtMs > nowMs ? known : undefined
  const renews = count && count.renewsAtMs !== Infinity ? Math.floor(count.renewsAtMs / 1000) : 0
  return replyJson({
    quota: {
      quota_max: limits.quotaMax,
      quota_remaining: Math.max(0, limits.quotaMax - (count?.used ?? 0)),
      quota_renews: renews,
    },
    rate_limit: { requests: limits.rate, per_unit: limits.perSeconds },
  })
}
