/** Minutes and seconds, such as "12:40". */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** How the clock stands against the plan; nothing where nothing is planned or all is well. */
export function findDelay(elapsedMs: number, dueMinutes: number): string | undefined {
  const lateMs = elapsedMs - dueMinutes * 60_000
  return dueMinutes > 0 && lateMs >= 10_000 ? `${formatClock(lateMs)} behind` : undefined
}
