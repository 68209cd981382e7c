import { expect, test } from 'vitest'
import { findDelay, formatClock } from './talk-time.ts'

test.each([
  [0, '0:00'],
  [760_000, '12:40'],
  [3_600_000, '60:00'],
  [-5, '0:00'],
])('%i ms are %s on the clock', (ms, words) => {
  expect(formatClock(ms)).toBe(words)
})

test('a talk is behind once it is ten seconds over its plan', () => {
  expect(findDelay(70_000, 1)).toBe('0:10 behind')
  expect(findDelay(69_000, 1)).toBeUndefined()
  expect(findDelay(70_000, 0)).toBeUndefined()
})
