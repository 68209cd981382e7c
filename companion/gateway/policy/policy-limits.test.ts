import { expect, test } from 'vitest'
import {
  NO_LIMITS,
  chooseQuota,
  chooseRate,
  chooseThrottle,
  hasQuota,
  hasRate,
  isEmpty,
  readLimits,
} from './policy-limits.ts'

const rate = (requests: number, perSeconds: number) => ({ rate: requests, perSeconds })

test('each limit is read from the member that Tyk writes it to', () => {
  const members = {
    rate: 1,
    per: 2,
    quota_max: 3,
    quota_renewal_rate: 4,
    throttle_interval: 5,
    throttle_retry_limit: 6,
  }
  expect(readLimits(members)).toEqual({
    rate: 1,
    perSeconds: 2,
    quotaMax: 3,
    quotaRenewsAfterSeconds: 4,
    throttleSeconds: 5,
    throttleRetries: 6,
  })
})

test('what is absent or no number limits nothing', () => {
  expect(readLimits({ rate: '1', per: null })).toEqual(NO_LIMITS)
})

test('limits are empty when all of them are 0', () => {
  expect(isEmpty(NO_LIMITS)).toBe(true)
  for (const name of Object.keys(NO_LIMITS))
    expect(isEmpty({ ...NO_LIMITS, [name]: 1 })).toBe(false)
})

test.each([
  [1, 1, true],
  [0, 1, false],
  [1, 0, false],
  [-1, 1, false],
  [1, -1, false],
])('%i requests in %i s limit the rate: %s', (requests, perSeconds, expected) => {
  expect(hasRate({ ...NO_LIMITS, ...rate(requests, perSeconds) })).toBe(expected)
})

test.each([
  [1, true],
  [0, false],
  [-1, false],
])('a quota of %i limits: %s', (quotaMax, expected) => {
  expect(hasQuota({ ...NO_LIMITS, quotaMax })).toBe(expected)
})

test.each([
  ['more requests per second', rate(10, 1), rate(100, 1), rate(100, 1)],
  ['more requests per second, whatever the window', rate(10, 1), rate(100, 60), rate(10, 1)],
  ['the first of two that allow the same', rate(10, 1), rate(60, 6), rate(10, 1)],
  ['no limit before any', rate(-1, 60), rate(99, 1), rate(-1, 60)],
  ['no limit after any', rate(99, 1), rate(-1, 60), rate(-1, 60)],
  ['the first of two that do not limit', rate(-1, 10), rate(-1, 60), rate(-1, 10)],
  ['the first of two without a time', rate(5, -1), rate(5, -2), rate(5, -1)],
  ['a rate before one of 0 requests', rate(5, 1), rate(0, 60), rate(5, 1)],
  ['a rate before one in 0 s', rate(5, 1), rate(60, 0), rate(5, 1)],
  ['a rate after one of 0 requests', rate(0, 60), rate(5, 1), rate(5, 1)],
  ['a rate after one in 0 s', rate(60, 0), rate(5, 1), rate(5, 1)],
])('of two rates is chosen: %s', (_case, current, other, chosen) => {
  expect(chooseRate(current, other)).toEqual(chosen)
})

test('the rest of what a rate belongs to stays', () => {
  expect(chooseRate({ ...rate(1, 1), path: '/x' }, rate(2, 1))).toEqual({
    ...rate(2, 1),
    path: '/x',
  })
})

const quota = (quotaMax: number, quotaRenewsAfterSeconds: number) => ({
  ...NO_LIMITS,
  rate: 7,
  quotaMax,
  quotaRenewsAfterSeconds,
})

test.each([
  [quota(5, 60), quota(9, 30), quota(9, 60)],
  [quota(9, 30), quota(5, 60), quota(9, 60)],
  [quota(-1, 0), quota(9, 30), quota(-1, 30)],
  [quota(9, 30), quota(-1, 0), quota(-1, 30)],
])('of two quotas the larger is chosen, and -1 before every number', (current, other, chosen) => {
  expect(chooseQuota(current, { ...other, rate: 99 })).toEqual(chosen)
})

test('of two throttles the longer wait and the more attempts are chosen', () => {
  const throttle = (throttleSeconds: number, throttleRetries: number) => ({
    ...NO_LIMITS,
    throttleSeconds,
    throttleRetries,
  })
  expect(chooseThrottle({ ...throttle(2, 3), rate: 7 }, { ...throttle(1, 9), rate: 8 })).toEqual({
    ...throttle(2, 9),
    rate: 7,
  })
})
