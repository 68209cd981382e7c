import { expect, test } from 'vitest'
import { GoDuration, readSeconds } from './go-duration.ts'

test.each([
  ['', 0],
  ['0', 0],
  ['0s', 0],
  ['400ms', 0.4],
  ['1.5s', 1.5],
  ['.5s', 0.5],
  ['1.s', 1],
  ['1h0m0s', 3600],
  ['1h30m', 5400],
  ['+5s', 5],
  ['-1m30s', -90],
  ['250us', 0.000_25],
  ['250µs', 0.000_25],
  ['250μs', 0.000_25],
  ['1000000ns', 0.001],
])('%j is read as Go reads it', (text, seconds) => {
  expect(GoDuration.safeParse(text).success).toBe(true)
  expect(readSeconds(text)).toBeCloseTo(seconds, 9)
})

test.each([1, '1', '1 s', 's', '1d', '--1s', '1s1', '.s'])('%j is no duration of Go', (value) => {
  expect(GoDuration.safeParse(value).success).toBe(false)
})
