import * as z from '../../zod.ts'

const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 }

/** A duration as Go writes it, such as `1m30s`; empty for none. */
export const GoDuration = z
  .string()
  .regex(/^(?:\d+(?:\.\d+)?(?:ms|h|m|s))*$/, 'Write a duration such as 10s or 1m30s.')

/** A duration of Go in seconds. @see [Go: time.ParseDuration](https://pkg.go.dev/time#ParseDuration) */
export function readSeconds(duration: string): number {
  let seconds = 0
  for (const [, value, unit = ''] of duration.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g))
    seconds += Number(value) * (SECONDS[unit] ?? 0)
  return seconds
}
