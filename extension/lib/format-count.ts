/** A number with its digits in groups of three, as people read it. */
export function formatCount(count: number): string {
  return count < 10_000 ? String(count) : String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f')
}
