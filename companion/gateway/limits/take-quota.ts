/** A counter that renews itself at `renewsAtMs`. */
export interface QuotaCount {
  used: number
  /** Milliseconds since the epoch; `Infinity` for never. */
  renewsAtMs: number
}

export interface QuotaTaken {
  count: QuotaCount
  isAllowed: boolean
  remaining: number
}

/**
 * Takes one request from a quota. The renewal window opens at the first request.
 *
 * @param count - State after the previous call; `undefined` at first.
 * @param quota - `max` in requests, > 0; `renewsAfterSeconds` 0 for never.
 * @param nowMs - Milliseconds since the epoch, since the renewal time is shown to callers.
 * @see [Tyk: request quotas](https://tyk.io/docs/api-management/request-quotas/)
 */
export function takeQuota(
  count: QuotaCount | undefined,
  quota: { max: number; renewsAfterSeconds: number },
  nowMs: number,
): QuotaTaken {
  const { max, renewsAfterSeconds } = quota
  const renewsAtMs = renewsAfterSeconds > 0 ? nowMs + renewsAfterSeconds * 1000 : Infinity
  const current = count && nowMs < count.renewsAtMs ? count : { used: 0, renewsAtMs }
  if (current.used >= max) return { count: current, isAllowed: false, remaining: 0 }
  const used = current.used + 1
  const next = { used, renewsAtMs: current.renewsAtMs }
  return { count: next, isAllowed: true, remaining: max - used }
}
