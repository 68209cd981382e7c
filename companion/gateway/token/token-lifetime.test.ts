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
  ['one second too long', { iat: 100, exp: 401 }, 'lives 301 s; the API allows 300 s'],
  ['no end', { iat: 100 }, 'lacks exp or iat'],
  ['no beginning', { exp: 400 }, 'lacks exp or iat'],
  ['a beginning that is text', { iat: '100', exp: 400 }, 'lacks exp or iat'],
])('%s is refused', (_case, claims, reason) => {
  const refusal = findLifetimeProblem(claims, 300)
  expect(refusal).toMatchObject({ check: 'time', status: 403 })
  expect(refusal?.reason).toContain(reason)
})
