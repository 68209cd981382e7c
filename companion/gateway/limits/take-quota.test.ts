import { expect, test } from 'vitest'
import { takeQuota } from './take-quota.ts'

test('a quota counts down and renews', () => {
  const quota = { max: 2, renewsAfterSeconds: 60 }
  const first = takeQuota(undefined, quota, 1000)
  expect(first).toEqual({
    isAllowed: true,
    remaining: 1,
    count: { used: 1, renewsAtMs: 61_000 },
  })
  const second = takeQuota(first.count, quota, 2000)
  expect(second).toEqual({
    isAllowed: true,
    remaining: 0,
    count: { used: 2, renewsAtMs: 61_000 },
  })
  expect(takeQuota(second.count, quota, 60_999)).toEqual({
    isAllowed: false,
    remaining: 0,
    count: second.count,
  })
  expect(takeQuota(second.count, quota, 61_000)).toEqual({
    isAllowed: true,
    remaining: 1,
    count: { used: 1, renewsAtMs: 121_000 },
  })
})

test.each([0, -1])('a quota that renews after %i s stays used up', (renewsAfterSeconds) => {
  const quota = { max: 1, renewsAfterSeconds }
  const { count } = takeQuota(undefined, quota, 0)
  expect(count).toEqual({ used: 1, renewsAtMs: Infinity })
  expect(takeQuota(count, quota, 1e15).isAllowed).toBe(false)
})

test('a quota that was made smaller is used up at once', () => {
  const quota = { max: 2, renewsAfterSeconds: 60 }
  expect(takeQuota({ used: 5, renewsAtMs: 9000 }, quota, 0)).toMatchObject({
    isAllowed: false,
    remaining: 0,
  })
})
