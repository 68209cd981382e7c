import { expect, test } from 'vitest'
import { findAccountIssues } from './plan-walk.ts'

test('what is left empty is filled in, so it is no mistake', () => {
  expect(findAccountIssues({ email: '', password: '' })).toEqual({})
})

test('an account that the portal would refuse is refused before a tab opens', () => {
  const issues = findAccountIssues({ email: 'bob@@bad', password: 'short' })
  expect(Object.keys(issues)).toEqual(['email', 'password'])
  expect(issues.password).toBe('Use at least 8 characters.')
})
