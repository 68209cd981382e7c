/** Milliseconds below a second, seconds above. */
export function formatDuration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

const UNITS: readonly [string, number][] = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
]

/** How far a moment is from now, such as "in 58 min", "3 h ago" or "now". */
export function formatDistance(atMs: number, nowMs: number): string {
  const seconds = Math.round((atMs - nowMs) / 1000)
  if (seconds === 0) return 'now'
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['s', 1]
  const amount = `${Math.floor(Math.abs(seconds) / size)} ${unit}`
  return seconds >= 0 ? `in ${amount}` : `${amount} ago`
}

/** How long ago a past moment was, also where two clocks differ. */
export function formatAge(atMs: number, nowMs: number): string {
  return formatDistance(Math.min(atMs, nowMs), nowMs)
}

/** A moment as local time with the distance beside it. */
export function formatMoment(atMs: number, nowMs: number): string {
  return `${new Date(atMs).toLocaleString()}, ${formatDistance(atMs, nowMs)}`
}
