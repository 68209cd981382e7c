/** The lab's time: the machine's, moved. Identity provider, registrar and gateway share it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now: () => number
  /** Seconds by which it is ahead. */
  offset: () => number
  /** Sets how far it is ahead of the machine; negative is behind. */
  moveTo: (offsetSeconds: number) => void
  /** Calls `listener` after each move. Returns the way to stop that. */
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
