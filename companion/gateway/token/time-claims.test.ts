import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { findTimeProblem, readTimeWindow, showTime } from './time-claims.ts'

const NOW = 1_000_000
const problemOf = (claims: Record<string, unknown>, skew = 0) =>
  findTimeProblem(
    claims,
    {
      exp: skew,
      iat: skew,
      nbf: skew,
    },
    NOW,
  )?.error.replace('Key not authorized: ', '')

test.each<[string, Record<string, unknown>, number, string | undefined]>([
  ['no claims', {}, 0, undefined],
  ['exp in the next second', { exp: NOW + 1 }, 0, undefined],
  ['exp now', { exp: NOW }, 0, 'token has expired'],
  ['exp now, skew 1', { exp: NOW }, 1, undefined],
  ['exp at the end of the skew', { exp: NOW - 5 }, 5, 'token has expired'],
  ['iat now', { iat: NOW }, 0, undefined],
  ['iat in the next second', { iat: NOW + 1 }, 0, 'token used before issued'],
  ['iat within the skew', { iat: NOW + 5 }, 5, undefined],
  ['nbf now', { nbf: NOW }, 0, undefined],
  ['nbf behind the skew', { nbf: NOW + 6 }, 5, 'token is not valid yet'],
  ['exp as text', { exp: String(NOW + 60) }, 0, 'token has expired'],
  ['exp as null', { exp: null }, 0, 'token has expired'],
  ['iat as text', { iat: '1' }, 0, 'token used before issued'],
  ['all wrong', { exp: 1, iat: NOW + 9, nbf: NOW + 9 }, 0, 'token is not valid yet'],
  ['exp and iat wrong', { exp: 1, iat: NOW + 9 }, 0, 'token used before issued'],
])('%s', (_case, ...[claims, skew, problem]) => {
  expect(problemOf(claims, skew)).toBe(problem)
})

const NO_SKEW = {
  exp: 0,
  iat: 0,
  nbf: 0,
}
const CLOCK = { label: 'gatewayClock', value: '1000000 (1970-01-12T13:46:40.000Z)' }
const member = (name: string) => ({ code: 'member', facts: { name } })

test.each([
  [NOW - 7, { code: 'TOKEN_EXPIRED', facts: { seconds: 7 } }, '999993 (1970-01-12T13:46:33.000Z)'],
  ['x', { code: 'TIME_NOT_NUMBER', facts: { claim: 'exp', value: 'x' } }, 'x'],
])('a token of exp %j is refused with both clocks', (exp, why, shown) => {
  expect(findTimeProblem({ exp }, NO_SKEW, NOW)).toEqual({
    refused: true,
    check: 'time',
    status: 401,
    error: 'Key not authorized: token has expired',
    ...why,
    evidence: [{ label: member('exp'), value: shown }, CLOCK],
    causes: [{ code: 'TOKEN_USED_UP' }, { code: 'CLOCKS_DIFFER' }],
    retryAfterSeconds: undefined,
  })
})

test.each([
  [
    'iat',
    'token used before issued',
    NOW + 7,
    { code: 'TIME_AHEAD', facts: { claim: 'iat', seconds: 7 } },
  ],
  [
    'nbf',
    'token is not valid yet',
    NOW + 7,
    { code: 'TIME_AHEAD', facts: { claim: 'nbf', seconds: 7 } },
  ],
  [
    'iat',
    'token used before issued',
    'x',
    { code: 'TIME_NOT_NUMBER', facts: { claim: 'iat', value: 'x' } },
  ],
  [
    'nbf',
    'token is not valid yet',
    'x',
    { code: 'TIME_NOT_NUMBER', facts: { claim: 'nbf', value: 'x' } },
  ],
])('%s that is too early: %s, for %j', (claim, text, value, why) => {
  expect(findTimeProblem({ [claim]: value }, NO_SKEW, NOW)).toMatchObject({
    check: 'time',
    status: 401,
    error: `Key not authorized: ${text}`,
    ...why,
    evidence: [{ label: member(claim), value: showTime(value) }, CLOCK],
    causes: [{ code: 'CLOCKS_DIFFER' }],
  })
})

test('each claim has a skew of its own', () => {
  const late = { exp: NOW - 2, iat: NOW + 2, nbf: NOW + 2 }
  const errorWith = (change: Partial<typeof NO_SKEW>) =>
    findTimeProblem(late, { ...NO_SKEW, ...change }, NOW)?.error
  const all = {
    exp: 3,
    iat: 3,
    nbf: 3,
  }
  expect(errorWith(all)).toBeUndefined()
  expect(errorWith({ ...all, exp: 1 })).toContain('expired')
  expect(errorWith({ ...all, iat: 1 })).toContain('before issued')
  expect(errorWith({ ...all, nbf: 1 })).toContain('not valid yet')
})

test.each([
  [0, '0 (1970-01-01T00:00:00.000Z)'],
  [-1, '-1 (1969-12-31T23:59:59.000Z)'],
  [1e11, '100000000000 (5138-11-16T09:46:40.000Z)'],
  [1e11 + 1, '100000000001'],
  [-1e13, '-10000000000000'],
  ['1', '1'],
  [null, 'null'],
])('the time %j is shown as %s', (value, shown) => {
  expect(showTime(value)).toBe(shown)
})

const moment = fc.oneof(
  fc.integer({ min: NOW - 9, max: NOW + 9 }),
  fc.constantFrom(NOW + 0.5, NOW - 0.5, 0, -1, 1e300, null, 'x', undefined),
)
const skew = fc.integer({ min: 0, max: 5 })

test('a token has a problem with the time exactly outside of its window', () => {
  const claims = fc.record({ exp: moment, iat: moment, nbf: moment })
  const skews = fc.record({
    exp: skew,
    iat: skew,
    nbf: skew,
  })
  fc.assert(
    fc.property(claims, skews, (some, allowed) => {
      const { from, until } = readTimeWindow(some, allowed)
      expect(NOW >= from && NOW <= until).toBe(findTimeProblem(some, allowed, NOW) === undefined)
    }),
    { numRuns: 10_000 },
  )
})
