const LOOK_EVERY_MS = 500

/**
 * Resolves at the first SIGINT or SIGTERM; a second one ends the process at once, as Node does.
 *
 * @param options - `withParent`: also when the program that has started this one has ended.
 */
export function waitForSignal({ withParent = false } = {}): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
    if (withParent) watchParent(resolve)
  })
}

/** A process whose parent has ended gets another one; where the system keeps the id, no process has it. */
function watchParent(onEnd: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent && isThere(parent)) return
    clearInterval(timer)
    onEnd()
  }, LOOK_EVERY_MS)
  timer.unref()
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
