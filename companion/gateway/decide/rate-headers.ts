import type { Facts } from './facts.ts'

/** The names Tyk sets on proxied answers; an upstream's own copies give way. */
export const RATE_HEADERS = [
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
] as const

/**
 * The three values in Tyk's default mode, where they describe the quota: -1, 0, 0 without a quota,
 * all 0 on a keyless API. The reset is in Unix seconds.
 *
 * @see [Tyk: rate limit headers](https://tyk.io/docs/api-management/rate-limit/)
 */
export function readRateHeaders({ entitlement, session }: Facts): readonly string[] {
  if (!entitlement) return ['0', '0', '0']
  const { quota } = session ?? {}
  if (!quota) return ['-1', '0', '0']
  const resetSeconds = quota.renewsAtMs === Infinity ? 0 : Math.floor(quota.renewsAtMs / 1000)
  return [entitlement.quotaMax, entitlement.quotaMax - quota.used, resetSeconds].map(String)
}
