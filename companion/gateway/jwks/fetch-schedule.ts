/** When a key set is asked for again. Times in milliseconds. */
export const KEY_SET_TIMES = {
  /** Tyk's default cache time. */
  freshMs: 240_000,
  /** Unknown key ids lead to one fetch in this time, whatever their number. */
  cooldownMs: 30_000,
  /** A set that cannot be renewed serves so long. */
  maxStaleMs: 86_400_000,
  firstRetryMs: 1_000,
  lastRetryMs: 60_000,
} as const

export interface FetchState {
  /** When the set in hand was fetched; `undefined` without one. */
  fetchedAtMs: number | undefined
  /** Failures since the last success. */
  failures: number
  /** No attempt before this moment. */
  retryAtMs: number
  /** How long the set is kept, where an API says so; else Tyk's default. */
  freshMs?: number | undefined
}

export const NEVER_FETCHED: FetchState = { fetchedAtMs: undefined, failures: 0, retryAtMs: 0 }

/** Whether to ask the provider now: for a set too old, or for a key that the set lacks. */
export function isFetchDue(state: FetchState, hasKey: boolean, nowMs: number): boolean {
  const { fetchedAtMs, retryAtMs, freshMs = KEY_SET_TIMES.freshMs } = state
  if (nowMs < retryAtMs) return false
  if (fetchedAtMs === undefined) return true
  const ageMs = nowMs - fetchedAtMs
  return ageMs >= freshMs || (!hasKey && ageMs >= KEY_SET_TIMES.cooldownMs)
}

/** Whether a set may still be trusted although it could not be renewed. */
export function isUsable(state: FetchState, nowMs: number): boolean {
  const { fetchedAtMs } = state
  return fetchedAtMs !== undefined && nowMs - fetchedAtMs < KEY_SET_TIMES.maxStaleMs
}

/**
 * The state after a failure: 1, 2, 4 … 60 s until the next attempt, up to a fifth more at random, so
 * that many gateways do not ask in step.
 *
 * @param random - From 0 to 1.
 */
export function applyFailure(state: FetchState, nowMs: number, random: number): FetchState {
  const { firstRetryMs, lastRetryMs } = KEY_SET_TIMES
  const waitMs = Math.min(lastRetryMs, firstRetryMs * 2 ** Math.min(state.failures, 10))
  return {
    ...state,
    failures: state.failures + 1,
    retryAtMs: nowMs + waitMs * (1 + random / 5),
  }
}

export function applySuccess(nowMs: number, freshMs?: number): FetchState {
  return { fetchedAtMs: nowMs, failures: 0, retryAtMs: 0, freshMs }
}
