import type { Verdict } from '#shared/contract/verdict.ts'

/** A verdict in a few words, such as "401, refused at “Check the audience”". */
export function describeVerdict({ status, is_allowed, checks }: Verdict): string {
  if (is_allowed) return `${status}, let through`
  const failed = checks.find(({ state }) => state === 'failed')
  return failed ? `${status}, refused at “${failed.title}”` : `${status}, refused`
}
