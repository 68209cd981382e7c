import { expect, test } from 'vitest'
import { formatAge, formatDistance, formatDuration } from './time-words.ts'

test.each([
  [0.4, '0 ms'],
  [12.3, '12 ms'],
  [999, '999 ms'],
  [1500, '1.5 s'],
])('%d ms reads as %s', (ms, words) => expect(formatDuration(ms)).toBe(words))

test.each([
  [5_000, 'in 5 s'],
  [3_540_000, 'in 59 min'],
  [-7_200_000, '2 h ago'],
  [172_800_000, 'in 2 d'],
  [400, 'now'],
])('%d ms from now reads as %s', (ms, words) => expect(formatDistance(ms, 0)).toBe(words))

test('what was made cannot lie ahead', () => {
  expect(formatAge(1500, 0)).toBe('now')
  expect(formatAge(-1500, 0)).toBe('1 s ago')
})
