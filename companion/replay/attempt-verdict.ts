import type { AttemptVerdict } from '#shared/contract/replay/attempt.ts'
import type { Verdict } from '#shared/contract/verdict.ts'

/** The part of a verdict that is kept with an attempt. */
export function summarizeVerdict({ id, is_allowed, checks }: Verdict): AttemptVerdict {
  const failed = checks.find(({ state }) => state === 'failed')
  return {
    id,
    is_allowed,
    passed: checks.filter(({ state }) => state === 'passed').length,
    ...(failed && { failed_at: failed.id, failed_title: failed.title }),
    ...(failed?.reason !== undefined && { reason: failed.reason }),
    checks: checks.map((check) => ({ id: check.id, title: check.title, state: check.state })),
  }
}
