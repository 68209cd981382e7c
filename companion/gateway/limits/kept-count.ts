import type { QuotaCount } from './take-quota.ts'
import type { RateWindow } from './take-rate.ts'

/** What was counted for a session, or for the rate of an API, as it outlives the process. */
export interface KeptCount {
  startedAtMs: number
  /** 0 for never. */
  endsAtMs: number
  /** The windows are opened in milliseconds since the epoch here. */
  rates: readonly (readonly [key: string, window: RateWindow])[]
  quotas: readonly (readonly [key: string, count: QuotaCount])[]
}

/** What counting in memory asks of it. */
export interface CountKeeper {
  /** What an earlier process counted under this name. */
  recall(name: string): KeptCount | undefined
}

/** Counting that says what has changed. */
export interface CountSource {
  /** By name, what was counted since the last call. */
  takeChanges(): Iterable<readonly [name: string, count: KeptCount]>
}

/** An ended session is known for a while, so that it does not begin anew. */
const ENDED_FOR_MS = 86_400_000

/** Whether a count still matters: for an open window, a quota, or a session that ends or has just ended. */
export function isCountAlive({ endsAtMs, rates, quotas }: KeptCount, nowMs: number): boolean {
  return (
    endsAtMs + ENDED_FOR_MS > nowMs ||
    rates.some(([, { startedAtMs, perSeconds }]) => startedAtMs + perSeconds * 1000 > nowMs) ||
    quotas.some(([, { renewsAtMs }]) => renewsAtMs > nowMs)
  )
}

/** A line of JSON under the name of the count. */
export function writeCount(name: string, count: KeptCount): string {
  return `${JSON.stringify([name, count])}\n`
}

/** JSON has no Infinity: a quota that never renews is written as null. */
type WrittenCount = [
  name: string,
  count: Omit<KeptCount, 'quotas'> & {
    quotas: [key: string, { used: number; renewsAtMs: number | null }][]
  },
]

/** @returns `undefined` for a line that was cut short, or is none of `writeCount`'s. */
export function readCount(line: string): [name: string, count: KeptCount] | undefined {
  try {
    const [name, { startedAtMs, endsAtMs, rates, quotas }] = JSON.parse(line) as WrittenCount
    const renewing = quotas.map(([key, { used, renewsAtMs }]): [string, QuotaCount] => [
      key,
      { used, renewsAtMs: renewsAtMs ?? Infinity },
    ])
    return [name, { startedAtMs, endsAtMs, rates, quotas: renewing }]
  } catch {
    return undefined
  }
}
