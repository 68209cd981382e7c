import * as z from '../../zod.ts'

const SECONDS: Readonly<Record<string, number>> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  // Go writes the micro sign, and reads the Greek letter and a plain u, too.
  µs: 1e-6,
  μs: 1e-6,
  us: 1e-6,
  ns: 1e-9,
}

const AMOUNT = String.raw`(\d+(?:\.\d*)?|\.\d+)`
const UNIT = '(h|ms|m|s|µs|μs|us|ns)'
const PART = new RegExp(AMOUNT + UNIT, 'g')
const WHOLE = new RegExp(`^(?:[+-]?(?:0|(?:${AMOUNT}${UNIT})+))?$`)

/** A duration as Go writes and reads it, such as `1m30s`, `1.5s` or `0`; empty for none. */
export const GoDuration = z
  .string()
  .regex(WHOLE, 'Write a duration such as 500ms, 10s or 1m30s, in quotes.')

/** A duration of Go in seconds. @see [Go: time.ParseDuration](https://pkg.go.dev/time#ParseDuration) */
export function readSeconds(duration: string): number {
  let seconds = 0
  for (const [, value, unit = ''] of duration.matchAll(PART))
    seconds += Number(value) * (SECONDS[unit] ?? 0)
  return duration.startsWith('-') ? -seconds : seconds
}
