/** Where a registration or a deletion can be cut off: `npm run crash-matrix` does it at each. */
export const FAILPOINTS = [
  'before-intent',
  'after-intent',
  'request-sent',
  'after-answer',
  'after-parse',
  'after-record',
  'before-delete',
  'after-delete',
] as const

export type Failpoint = (typeof FAILPOINTS)[number]

/**
 * Kills this process when the environment names the point, as a power cut would: nothing is flushed
 * and nothing is said.
 */
export function reachFailpoint(name: Failpoint): void {
  if (process.env['DCR_LAB_FAILPOINT'] === name) process.kill(process.pid, 'SIGKILL')
}
