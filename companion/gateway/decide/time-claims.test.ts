import { expect, test } from 'vitest'
import { findTimeProblem } from './time-claims.ts'

const NOW = 1_000_000
const problemOf = (claims: Record<string, unknown>, skew = 0) =>
  findTimeProblem(
    claims,
    {
      jwt_expires_at_validation_skew: skew,
      jwt_issued_at_validation_skew: skew,
      jwt_not_before_validation_skew: skew,
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
