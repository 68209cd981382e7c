/**
 * An object without its members that are null: many servers write null for what is not set, where the
 * standards have members left out. What is inside of its members stays as it came.
 */
export function leaveOutNulls(value: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== null && member !== undefined),
  )
}
