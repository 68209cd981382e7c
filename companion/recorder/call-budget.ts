import type { RawExchange } from './recorder.ts'

/** Limits of recorded gateway calls: in one burst, and per second in the long run. */
const CALLS_AT_ONCE = 500
const CALLS_PER_SECOND = 200
/** The budget that an unrecorded call uses up, so that fewer calls of a denser flood are recorded. */
const COST_OF_LEAVING_OUT = 0.03
/** Bodies that cost as much as a call. */
const BYTES_PER_CALL = 8 * 1024

export interface CallBudget {
  /** Whether one more call is to be recorded. Asking counts the call. */
  takesCall(): boolean
  /** Bodies were recorded: of large ones fewer calls are. */
  spend(bytes: number): void
}

export interface CallBudgetOptions {
  /** The share of the limits that this budget may spend: 0.25 for one of four workers. */
  share?: number
  /** Called at most once a second while calls are left out. */
  onGap: () => void
}

/** Bytes of the bodies of an exchange. */
export function weighBodies(raw: RawExchange | undefined): number {
  return (raw?.request.body?.length ?? 0) + (raw?.response?.body?.length ?? 0)
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
      calls = Math.max(Math.min(0, calls), calls - COST_OF_LEAVING_OUT * share)
      if (nowMs - gapAtMs > 1000) {
        gapAtMs = nowMs
        onGap()
      }
      return false
    },
    spend(bytes) {
      calls = Math.max(-most, calls - bytes / BYTES_PER_CALL)
    },
  }
}
