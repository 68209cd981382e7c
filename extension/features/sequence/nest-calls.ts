import type { Lane } from '#shared/contract/exchange.ts'

/** What the nesting of calls needs to know of a call. */
export interface Call {
  from: Lane
  to: Lane
  /** Milliseconds since the epoch; for calls that are only expected, their order. */
  startMs: number
  endMs: number
  verdict?: string | undefined
}

export interface NestedCall<T> {
  call: T
  inner: NestedCall<T>[]
}

/** Clocks of two recorders differ by fractions of a millisecond, and moments are kept in whole ones. */
const SLACK_MS = 2

/**
 * Puts calls that were made while another call was answered inside of it: the gateway's calls of the key
 * set and of the API stand between the request and the answer of its caller.
 */
export function nestCalls<T extends Call>(calls: readonly T[]): NestedCall<T>[] {
  const ordered = [...calls].sort(compareCalls)
  const roots: NestedCall<T>[] = []
  const all: NestedCall<T>[] = []
  for (const call of ordered) {
    const nested = { call, inner: [] }
    const outer = all.findLast((candidate) => isInside(call, candidate.call))
    if (outer) outer.inner.push(nested)
    else roots.push(nested)
    all.push(nested)
  }
  return roots
}

function compareCalls(left: Call, right: Call): number {
  if (left.verdict !== undefined && left.verdict === right.verdict) {
    if (left.to === right.from) return -1
    if (right.to === left.from) return 1
  }
  return left.startMs - right.startMs || right.endMs - left.endMs
}

function isInside(call: Call, outer: Call): boolean {
  if (call.from !== outer.to) return false
  if (call.verdict !== undefined || outer.verdict !== undefined)
    return call.verdict === outer.verdict
  return call.startMs >= outer.startMs - SLACK_MS && call.endMs <= outer.endMs + SLACK_MS
}
