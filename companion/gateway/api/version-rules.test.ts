import { expect, test } from 'vitest'
import { readExpiry } from './version-rules.ts'

test.each([
  [undefined, Infinity],
  [null, Infinity],
  ['', Infinity],
  ['-1', Infinity],
  ['2026-01-02 15:04', Date.UTC(2026, 0, 2, 15, 4)],
  ['2026-01-02', NaN],
  ['2026-13-02 15:04', NaN],
  ['soon', NaN],
  [1, NaN],
])('the end %j', (text, expected) => {
  expect(readExpiry(text)).toBe(expected)
})
