import { expect, test } from 'vitest'
import { Policy } from './policy.ts'

test('an access right that leaves its versions out gives none, and a quota left out is 0', () => {
  const policy = Policy.parse({ id: 'a', access_rights: { a: { api_id: 'a' } } })
  expect(policy.access_rights['a']?.versions).toEqual([])
  expect(policy.quota_max).toBe(0)
})
