/** Where a registration or a deletion can be cut off: `npm run crash-matrix` does it at each. */
type Failpoint =
  | 'before-intent'
  | 'after-intent'
  | 'request-sent'
  | 'after-answer'
  | 'after-parse'
  | 'after-record'
  | 'before-delete'
  | 'after-delete'

/**
 * Kills this process when the environment names the point, as a power cut would: nothing is flushed
 * and nothing is said.
 *
 * @param afterMs - How long the world gets to take notice of what was just begun.
 */
export function reachFailpoint(name: Failpoint, afterMs = 0): void {
  if (process.env['DCR_LAB_FAILPOINT'] !== name) return
  const kill = (): boolean => process.kill(process.pid, 'SIGKILL')
  if (afterMs === 0) kill()
  else setTimeout(kill, afterMs)
}
