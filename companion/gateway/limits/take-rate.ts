/** A window of requests: opened by its first request, closed `perSeconds` later. */
export interface RateWindow {
  startedAtMs: number
  used: number
  /** The limit it was opened under; another limit opens a new window. */
  rate: number
  perSeconds: number
  /** Of the policies; a policy that is saved anew opens a new window, too. */
  revision: string
}

export interface RateTaken {
  window: RateWindow
  isAllowed: boolean
}

/**
 * Takes one request from a rate window.
 *
 * @param window - State after the previous call; `undefined` at first.
 * @param limit - `rate` in requests per `perSeconds`; both must be > 0.
 * @param nowMs - Monotonic clock in milliseconds.
 * @throws RangeError when the limit is not positive: no limit means not calling this at all.
 * @see [Tyk: rate limiting](https://tyk.io/docs/api-management/rate-limit/)
 */
export function takeRate(
  window: RateWindow | undefined,
  limit: { rate: number; perSeconds: number; revision?: string },
  nowMs: number,
): RateTaken {
  const { rate, perSeconds, revision = '' } = limit
  if (rate <= 0 || perSeconds <= 0) throw new RangeError('A rate must be positive')
  const isOpen =
    window !== undefined &&
    window.rate === rate &&
    window.perSeconds === perSeconds &&
    window.revision === revision &&
    nowMs - window.startedAtMs < perSeconds * 1000
  const current = isOpen ? window : { startedAtMs: nowMs, used: 0, rate, perSeconds, revision }
  // Less than one request still lets one through, as with Tyk.
  if (current.used + 1 > Math.max(rate, 1)) return { window: current, isAllowed: false }
  // A whole literal: copying with a spread is what costs here.
  const { startedAtMs, used } = current
  return { window: { startedAtMs, used: used + 1, rate, perSeconds, revision }, isAllowed: true }
}
