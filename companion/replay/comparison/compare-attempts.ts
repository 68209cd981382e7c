import equal from 'fast-deep-equal'
import type { AttemptComparison } from '#shared/contract/replay/attempt-comparison.ts'
import type { Attempt } from '#shared/contract/replay/attempt.ts'
import { compareBodies } from './compare-bodies.ts'
import { compareHeaders } from './compare-headers.ts'
import { compareRequests } from './compare-requests.ts'

/** What differs between two attempts, the earlier one first. */
export function compareAttempts(before: Attempt, after: Attempt): AttemptComparison {
  const status = {
    before: before.answer?.status,
    after: after.answer?.status,
    is_same: before.answer?.status === after.answer?.status,
  }
  const headers = compareHeaders(before.answer?.headers ?? [], after.answer?.headers ?? [])
  const body = compareBodies(before.answer?.body, after.answer?.body)
  const verdict = {
    ...(before.verdict && { before: before.verdict }),
    ...(after.verdict && { after: after.verdict }),
    is_same: isSameVerdict(before, after),
  }
  const request = compareRequests(before, after)
  const isSame =
    status.is_same &&
    body.is_same &&
    verdict.is_same &&
    before.failure === after.failure &&
    headers.every(({ change, is_volatile }) => change === 'same' || is_volatile)
  return {
    before: before.id,
    after: after.id,
    is_same: isSame,
    words: isSame ? describeSame({ request, body }) : describe(before, after),
    request,
    status,
    headers,
    body,
    verdict,
  }
}

/** No more than what was compared. */
function describeSame({ request, body }: Pick<AttemptComparison, 'request' | 'body'>): string {
  if (body.is_partly)
    return 'No difference was found; of the bodies, only what was kept was compared.'
  return request.length === 0 ? 'Nothing changed.' : 'What came back did not change.'
}

function isSameVerdict({ verdict: left }: Attempt, { verdict: right }: Attempt): boolean {
  return (
    left?.is_allowed === right?.is_allowed &&
    left?.failed_at === right?.failed_at &&
    equal(left?.checks, right?.checks)
  )
}

function describe(before: Attempt, after: Attempt): string {
  const [first, second] = [describeOne(before), describeOne(after)]
  if (first !== second) return `The first ${first}, the second ${second}.`
  return `Both ${first}; what came back differs.`
}

function describeOne({ verdict, answer, failure }: Attempt): string {
  if (verdict?.failed_title !== undefined) return `failed at “${verdict.failed_title}”`
  if (failure !== undefined && !answer) return 'got no answer'
  if (verdict?.is_allowed === true) return `passed with ${answer?.status ?? 'no answer'}`
  return `was answered with ${answer?.status ?? 'nothing'}`
}
