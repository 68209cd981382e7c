import { expect, test } from 'vitest'
import { Policy } from '#shared/tyk/policy.ts'
import { mergePolicies } from './entitlement.ts'

const right = (api_id: string, allowed_urls?: unknown[]) => ({ [api_id]: { api_id, allowed_urls } })
const merge = (...policies: Record<string, unknown>[]) =>
  mergePolicies(
    policies.map((policy, at) =>
      Policy.parse({ id: `p${at}`, name: 'p', access_rights: right('a'), ...policy }),
    ),
  )

test('the larger limits win', () => {
  const merged = merge(
    { rate: 10, per: 1, quota_max: 5, key_expires_in: 60 },
    { rate: 100, per: 60, quota_max: 9, key_expires_in: 90 },
  )
  expect(merged).toMatchObject({ rate: 10, perSeconds: 1, quotaMax: 9, expiresInSeconds: 90 })
})

test('no limit beats every limit', () => {
  const merged = merge(
    { rate: 10, per: 1, quota_max: 5, key_expires_in: 60 },
    { rate: -1, quota_max: -1, key_expires_in: 0 },
  )
  expect(merged).toMatchObject({ rate: 0, quotaMax: 0, expiresInSeconds: 0 })
})

test('one inactive policy makes the session inactive', () => {
  expect(merge({}, { is_inactive: true }).isInactive).toBe(true)
})

test('rights unite; a right without a list lifts the restriction', () => {
  const urls = [{ url: '/x', methods: ['GET'] }]
  const merged = merge({ access_rights: right('a', urls) }, { access_rights: right('b', urls) })
  expect([...merged.rights.keys()]).toEqual(['a', 'b'])
  expect(merged.rights.get('a')).toHaveLength(1)
  expect(merge({ access_rights: right('a', urls) }, {}).rights.get('a')).toEqual([])
  expect(merge({}, { access_rights: right('a', urls) }).rights.get('a')).toEqual([])
  expect(
    merge({ access_rights: right('a', urls) }, { access_rights: right('a', urls) }).rights.get('a'),
  ).toHaveLength(2)
})

test('a partitioned policy brings its parts only', () => {
  const merged = merge(
    { rate: 5, per: 1, quota_max: 7, partitions: { quota: true, rate_limit: false, acl: false } },
    { rate: 9, per: 1, quota_max: 99, access_rights: right('b'), partitions: { rate_limit: true } },
  )
  expect(merged).toMatchObject({ rate: 9, quotaMax: 7 })
  expect(merged.rights.size).toBe(0)
})
