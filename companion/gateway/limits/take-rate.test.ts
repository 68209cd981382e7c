import { expect, test } from 'vitest'
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

test('a window tells when it opened, what was used and under which limit', () => {
  const first = takeRate(undefined, { ...LIMIT, revision: 'r1' }, 5)
  const opened = { startedAtMs: 5, rate: 2, perSeconds: 10, revision: 'r1' }
  expect(first.window).toEqual({ ...opened, used: 1 })
  expect(takeRate(first.window, { ...LIMIT, revision: 'r1' }, 9).window).toEqual({
    ...opened,
    used: 2,
  })
})

test('less than one request in a window lets one through', () => {
  expect(takeAll([0, 1, 10_000], { rate: 0.5, perSeconds: 10 })).toEqual([true, false, true])
})

test('a refused request uses nothing up', () => {
  const full = { startedAtMs: 0, used: 2, ...LIMIT, revision: '' }
  expect(takeRate(full, LIMIT, 1)).toEqual({ window: full, isAllowed: false })
})

test.each([
  ['rate', { ...LIMIT, rate: 3 }],
  ['time', { ...LIMIT, perSeconds: 60 }],
  ['revision of the policies', { ...LIMIT, revision: 'r2' }],
])('another %s opens a new window', (_what, limit) => {
  const { window } = takeRate(undefined, LIMIT, 0)
  expect(takeRate(window, limit, 7)).toEqual({
    window: { startedAtMs: 7, used: 1, revision: '', ...limit },
    isAllowed: true,
  })
})

test('the same limit without a revision carries the window on', () => {
  const { window } = takeRate(undefined, { ...LIMIT, revision: '' }, 0)
  expect(takeRate(window, LIMIT, 7).window).toMatchObject({ startedAtMs: 0, used: 2 })
})

test.each([
  { rate: 0, perSeconds: 1 },
  { rate: -1, perSeconds: 1 },
  { rate: 1, perSeconds: 0 },
  { rate: 1, perSeconds: -1 },
])('%j is no limit, and asking for it a mistake of ours', (limit) => {
  expect(() => takeRate(undefined, limit, 0)).toThrow(new RangeError('A rate must be positive'))
})
