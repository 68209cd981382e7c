/** Calls of the data plane that are recorded in a burst, and in the long run. */
const CALLS_AT_ONCE = 500
const CALLS_PER_SECOND = 200
/** What a call costs that is not recorded: the denser a flood, the thinner its sample. */
const COST_OF_LEAVING_OUT = 0.03

export interface CallBudget {
  /** Whether one more call is to be recorded. Asking counts the call. */
  takesCall(): boolean
}

export interface CallBudgetOptions {
  /** The part of the whole that this one may spend: one of four workers has a quarter. */
  share?: number
  /** Told at most once a second that calls were left out. */
  onGap: () => void
}

/** Decides which calls of a flood are recorded. */
export function createCallBudget({ share = 1, onGap }: CallBudgetOptions): CallBudget {
  const most = CALLS_AT_ONCE * share
  let calls = most
  let countedAtMs = performance.now()
  let gapAtMs = -Infinity
  return {
    takesCall() {
      const nowMs = performance.now()
      const earned = ((nowMs - countedAtMs) / 1000) * CALLS_PER_SECOND * share
      calls = Math.min(most, calls + earned)
      countedAtMs = nowMs
      if (calls >= 1) {
        calls -= 1
        return true
      }
      calls = Math.max(0, calls - COST_OF_LEAVING_OUT * share)
      if (nowMs - gapAtMs > 1000) {
        gapAtMs = nowMs
        onGap()
      }
      return false
    },
  }
}
