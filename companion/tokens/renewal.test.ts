import { expect, test } from 'vitest'
import type { TokenRecord } from '../store/schema.ts'
import { isDue } from './renewal.ts'

const OBTAINED_MS = Date.parse('2026-11-28T00:00:00Z')

const tokenOf = (seconds: number): TokenRecord =>
  ({
    obtained_at: new Date(OBTAINED_MS).toISOString(),
    expires_at: new Date(OBTAINED_MS + seconds * 1000).toISOString(),
  }) as TokenRecord

test.each([
  [300, 289, false],
  [300, 290, true],
  [20, 17, false],
  [20, 18, true],
  [0, 0, true],
])('a token of %i s is %i s old: renewed is %s', (life, age, due) => {
  expect(isDue(tokenOf(life), OBTAINED_MS + age * 1000)).toBe(due)
})
