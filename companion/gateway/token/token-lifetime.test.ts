import { expect, test } from 'vitest'
import { findLifetimeProblem } from './token-lifetime.ts'

test.each([
  ['no limit', {}, 0],
  ['exactly as long as allowed', { iat: 100, exp: 400 }, 300],
  ['shorter', { iat: 100, exp: 399 }, 300],
])('%s passes', (_case, claims, max) => {
  expect(findLifetimeProblem(claims, max)).toBeUndefined()
})

test.each([
  [
    'one second too long',
    { iat: 100, exp: 401 },
    { code: 'LIFETIME_TOO_LONG', facts: { seconds: 301, limit: 300 } },
  ],
  ['no end', { iat: 100 }, { code: 'LIFETIME_UNKNOWN' }],
  ['no beginning', { exp: 400 }, { code: 'LIFETIME_UNKNOWN' }],
  ['a beginning that is text', { iat: '100', exp: 400 }, { code: 'LIFETIME_UNKNOWN' }],
])('%s is refused', (_case, claims, why) => {
  const refusal = findLifetimeProblem(claims, 300)
  expect(refusal).toMatchObject({ check: 'time', status: 403, ...why })
})
