/** The arrows on screen, and how many there are before and behind. */
export interface ArrowWindow<T> {
  shown: readonly T[]
  before: number
  behind: number
}

/** A window of `size` arrows around the current one; it moves no further than it must. */
export function windowAround<T>(
  arrows: readonly T[],
  current: number,
  size: number,
): ArrowWindow<T> {
  const last = Math.max(0, arrows.length - size)
  const start = Math.min(last, Math.max(0, current - Math.floor(size / 2)))
  const shown = arrows.slice(start, start + size)
  return { shown, before: start, behind: arrows.length - start - shown.length }
}
