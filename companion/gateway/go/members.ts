/** An object of JSON whose members are not checked yet. */
export type Members = Record<string, unknown>

/** No members where there should have been some. */
export function readMembers(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {}
}
