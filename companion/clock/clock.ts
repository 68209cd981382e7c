/**
 * The lab's clock: the machine's time plus an offset. Identity provider, registrar and gateway share this
 * clock.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now: () => number
  /** Seconds by which the clock is ahead of the machine's time. */
  offset: () => number
  /** Sets how far the clock is ahead of the machine's time; negative is behind. */
  moveTo: (offsetSeconds: number) => void
  /** Calls `listener` after each move. Returns a function that ends the subscription. */
  subscribe: (listener: (offsetSeconds: number) => void) => () => void
}

export function createClock(): Clock {
  let offsetSeconds = 0
  const listeners = new Set<(offsetSeconds: number) => void>()
  return {
    now: () => Date.now() + offsetSeconds * 1000,
    offset: () => offsetSeconds,
    moveTo(seconds) {
      offsetSeconds = seconds
      for (const listener of listeners) listener(seconds)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
