/** Keeps what is on screen fresh; what is not on screen is read again when it comes back. */
export interface Watch {
  /** It is on screen from now on. @returns Ends that. */
  watch: () => () => void
  /** Something of it has changed. */
  touch: () => void
}

/** Long enough for a sweep of thousands, short enough to feel live. */
const PAUSE_MS = 400

/**
 * Reads again at once after a change, and then at most once per pause, so that thousands of changes cost no
 * more than a few readings. `refresh` handles its own failures.
 */
export function createWatch(refresh: () => Promise<void>): Watch {
  const watchers = new Set<symbol>()
  let isBusy = false
  let isStale = false

  async function catchUp(): Promise<void> {
    if (isBusy) return
    isBusy = true
    while (isStale && watchers.size > 0) {
      isStale = false
      await refresh()
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
    isBusy = false
  }

  return {
    watch() {
      const watcher = Symbol('watcher')
      watchers.add(watcher)
      void catchUp()
      return () => void watchers.delete(watcher)
    },
    touch() {
      isStale = true
      void catchUp()
    },
  }
}
