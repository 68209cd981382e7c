import { expect, test } from 'vitest'
import { takeQuota } from './take-quota.ts'
import { type RateWindow, takeRate } from './take-rate.ts'

const LIMIT = { rate: 2, perSeconds: 10 }

function takeAll(timesMs: readonly number[], limit = LIMIT): boolean[] {
  let window: RateWindow | undefined
  return timesMs.map((nowMs) => {
    const taken = takeRate(window, limit, nowMs)
    window = taken.window
    return taken.isAllowed
  })
}

test('the window opens with its first request and closes after its time', () => {
  expect(takeAll([0, 1, 2, 9_999, 10_000, 10_001, 10_002])).toEqual([
    true,
    true,
    false,
    false,
    true,
    true,
    false,
  ])
})

test('another limit opens a new window', () => {
  const { window } = takeRate(undefined, { rate: 1, perSeconds: 10 }, 0)
  expect(takeRate(window, { rate: 1, perSeconds: 10 }, 1).isAllowed).toBe(false)
  expect(takeRate(window, LIMIT, 1).isAllowed).toBe(true)
})

test('a limit that is not positive is a mistake of ours', () => {
  expect(() => takeRate(undefined, { rate: 0, perSeconds: 1 }, 0)).toThrow(RangeError)
})

test('a quota counts down and renews', () => {
  const quota = { max: 2, renewsAfterSeconds: 60 }
  const first = takeQuota(undefined, quota, 1000)
  expect(first).toMatchObject({ isAllowed: true, remaining: 1, count: { renewsAtMs: 61_000 } })
  const second = takeQuota(first.count, quota, 2000)
  expect(second).toMatchObject({ isAllowed: true, remaining: 0 })
  expect(takeQuota(second.count, quota, 60_999).isAllowed).toBe(false)
  expect(takeQuota(second.count, quota, 61_000)).toMatchObject({ isAllowed: true, remaining: 1 })
})

test('a quota without renewal stays used up', () => {
  const { count } = takeQuota(undefined, { max: 1, renewsAfterSeconds: 0 }, 0)
  expect(takeQuota(count, { max: 1, renewsAfterSeconds: 0 }, 1e15).isAllowed).toBe(false)
})
