import { expect, test } from 'vitest'
import { Policy } from '#shared/tyk/policy.ts'
import { BARE_SESSION, mergePolicies } from './entitlement.ts'
import { NO_LIMITS } from './policy-limits.ts'

type Change = Record<string, unknown>

const right = (api_id: string, change: Change = {}) => ({ [api_id]: { api_id, ...change } })
const merge = (...policies: Change[]) =>
  mergePolicies(
    policies.map((policy, at) =>
      Policy.parse({ id: `p${at}`, name: 'p', access_rights: right('a'), ...policy }),
    ),
  )
const LOW = { rate: 1, per: 1, quota_max: 1 }
const limitsOf = (api: string, ...policies: Change[]) => merge(...policies).rights.get(api)?.limits

test('the larger limits win, each for itself', () => {
  const limits = limitsOf(
    'a',
    { rate: 10, per: 1, quota_max: 5, quota_renewal_rate: 60, throttle_interval: 2 },
    { rate: 100, per: 60, quota_max: 9, quota_renewal_rate: 30, throttle_retry_limit: 3 },
  )
  expect(limits).toEqual({
    rate: 10,
    perSeconds: 1,
    quotaMax: 9,
    quotaRenewsAfterSeconds: 60,
    throttleSeconds: 2,
    throttleRetries: 3,
  })
})

test('-1 beats every number, and 0 says nothing', () => {
  const first = { rate: 10, per: 1, quota_max: 5 }
  expect(limitsOf('a', first, { rate: -1, per: 60, quota_max: -1 })).toMatchObject({
    rate: -1,
    quotaMax: -1,
  })
  expect(limitsOf('a', { rate: -1, per: 60, quota_max: -1 }, first)).toMatchObject({
    rate: -1,
    quotaMax: -1,
  })
  expect(limitsOf('a', first, { rate: 0, quota_max: 0 })).toMatchObject({ rate: 10, quotaMax: 5 })
})

test('the limit of a right itself counts with per_api only', () => {
  const limit = { rate: 20, per: 1, quota_max: 3 }
  const own = (policy: Change) => limitsOf('a', { access_rights: right('a', { limit }), ...policy })
  expect(own({ rate: 10, per: 1, quota_max: 5 })).toMatchObject({ rate: 10, quotaMax: 5 })
  expect(own({})).toMatchObject({ rate: 0, quotaMax: 0 })
  const perApi = { partitions: { per_api: true } }
  expect(own({ ...perApi, rate: 10, per: 1 })).toMatchObject({ rate: 20, quotaMax: 3 })
})

test('a quota that is left out says nothing', () => {
  expect(limitsOf('a', {}, { quota_max: 5 })).toMatchObject({ quotaMax: 5 })
  expect(limitsOf('a', { quota_max: -1 }, { quota_max: 5 })).toMatchObject({ quotaMax: -1 })
})

test('a policy without access rights sets the limits of the session, whatever they were', () => {
  const master = { access_rights: {}, rate: 2, per: 1, quota_max: 4, quota_renewal_rate: 9 }
  const acl = { partitions: { acl: true } }
  const other = { access_rights: right('b'), rate: 99, per: 1, quota_max: 99 }
  const set = { rate: 2, quotaMax: 4, quotaRenewsAfterSeconds: 9 }
  expect(limitsOf('a', acl, other, master)).toMatchObject(set)
  expect(limitsOf('a', acl, master, other)).toMatchObject({ rate: 99, quotaMax: 99 })
  const rateOnly = { ...master, partitions: { rate_limit: true } }
  expect(limitsOf('a', acl, other, rateOnly)).toMatchObject({ rate: 2, quotaMax: 99 })
  const quotaOnly = { ...master, partitions: { quota: true } }
  expect(limitsOf('a', acl, other, quotaOnly)).toMatchObject({ rate: 99, quotaMax: 4 })
})

test('an API whose policies bring no limit at all takes those of the session', () => {
  const limited = { rate: 5, per: 1 }
  const free = { access_rights: right('b') }
  expect(limitsOf('b', limited, free)).toMatchObject({ rate: 5 })
  expect(limitsOf('b', limited, { ...free, max_query_depth: -1 })).toMatchObject({ rate: 0 })
  expect(limitsOf('b', limited, { ...free, quota_max: -1 })).toMatchObject({ rate: 0 })
  // With one API the limits of the session are those of that API.
  expect(limitsOf('a', { rate: 7, per: 1, access_rights: {} }, {})).toMatchObject({ rate: 0 })
})

test('a session starts with all that its first policy says, and policies replace their parts', () => {
  const acl = { partitions: { acl: true }, rate: 9, per: 1, quota_max: 8, quota_renewal_rate: 7 }
  const all = { rate: 9, quotaMax: 8, quotaRenewsAfterSeconds: 7 }
  expect(limitsOf('a', acl)).toMatchObject(all)
  const quota = { partitions: { quota: true }, quota_max: 3, access_rights: right('b') }
  expect(limitsOf('a', acl, quota)).toMatchObject({ ...all, quotaMax: 3 })
  const rate = { partitions: { rate_limit: true }, rate: 1, per: 1, access_rights: right('b') }
  expect(limitsOf('a', acl, rate)).toMatchObject({ ...all, rate: 1 })
})

test('policies of scopes are applied to the session that the policy before them opened', () => {
  const base = merge({ rate: 9, per: 1, quota_max: 8, key_expires_in: 60 })
  const acl = { partitions: { acl: true }, rate: 1, per: 1, quota_max: 1, key_expires_in: 5 }
  const policies = [Policy.parse({ id: 'scope', name: 's', access_rights: right('a'), ...acl })]
  const scoped = mergePolicies(policies, base)
  expect(scoped).toMatchObject({ expiresInSeconds: 60, root: { rate: 9, quotaMax: 8 } })
  expect(scoped.rights.get('a')?.limits).toMatchObject({ rate: 9, quotaMax: 8 })
  const bare = mergePolicies(policies, BARE_SESSION)
  expect(bare).toMatchObject({ expiresInSeconds: 0, root: NO_LIMITS })
  expect(bare.rights.get('a')?.limits).toEqual(NO_LIMITS)
})

test('the expiry is that of the first policy', () => {
  expect(merge({ key_expires_in: 60 }, { key_expires_in: 90 }).expiresInSeconds).toBe(60)
})

test('one inactive policy makes the session inactive', () => {
  expect(merge({}, { is_inactive: true }).isInactive).toBe(true)
})

test('rights unite, and paths by their methods', () => {
  const urls = (url: string, method: string) => ({ allowed_urls: [{ url, methods: [method] }] })
  const { rights } = merge(
    { access_rights: { ...right('a', urls('/x', 'GET')), ...right('b') } },
    { access_rights: right('a', urls('/x', 'POST')) },
    { access_rights: right('a', urls('/y', 'GET')) },
    { access_rights: right('a') },
  )
  expect([...rights.keys()]).toEqual(['a', 'b'])
  expect(rights.get('a')?.urls.map(({ url, methods }) => [url, methods])).toEqual([
    ['/x', ['GET', 'POST']],
    ['/y', ['GET']],
  ])
})

test('a partitioned policy brings its parts only', () => {
  const acl = { partitions: { acl: true }, rate: 99, per: 1, quota_max: 99 }
  const rate = { partitions: { rate_limit: true }, rate: 5, per: 1, access_rights: {} }
  const quota = { partitions: { quota: true }, quota_max: 7, access_rights: right('b') }
  const merged = merge(acl, rate, quota)
  expect([...merged.rights.keys()]).toEqual(['a'])
  expect(merged.rights.get('a')?.limits).toMatchObject({ rate: 5, perSeconds: 1, quotaMax: 7 })
})

test('policies without any access right cannot be applied', () => {
  expect(merge({ partitions: { quota: true } }).problem).toBe(
    'key has no valid policies to be applied',
  )
  expect(merge({ access_rights: {} }).problem).toBe('key has no valid policies to be applied')
  expect(merge({}).problem).toBeUndefined()
})

test('per_api and partitions do not go together', () => {
  const mixed = 'cannot apply multiple policies when some have per_api set and some are partitioned'
  const perApi = { partitions: { per_api: true } }
  expect(merge({ partitions: { per_api: true, acl: true } }).problem).toBe(
    'cannot apply policy p0 which has per_api and any of partitions set',
  )
  expect(merge(perApi, { partitions: { acl: true } }).problem).toBe(mixed)
  expect(merge({ partitions: { acl: true } }, perApi).problem).toBe(mixed)
  expect(merge(perApi, {}).problem).toBeUndefined()
  expect(merge({}, perApi).problem).toBeUndefined()
})

test('per_api: each API has limits and counters of its own', () => {
  const limit = { rate: 3, per: 1, quota_max: 30 }
  const { rights } = merge({
    partitions: { per_api: true },
    rate: 9,
    per: 1,
    quota_max: 90,
    access_rights: { ...right('a', { limit }), ...right('b') },
  })
  expect(rights.get('a')).toMatchObject({ scope: 'a', limits: { rate: 3, quotaMax: 30 } })
  expect(rights.get('b')).toMatchObject({ scope: 'p0', limits: { rate: 9, quotaMax: 90 } })
})

test('two per_api policies for one API: the larger limits, and no renewal without a quota', () => {
  const per = (limit: Change) => ({
    partitions: { per_api: true },
    access_rights: right('a', { limit }),
  })
  const limits = limitsOf('a', per({ rate: 1, per: 1, quota_max: -1 }), per({ rate: 5, per: 1 }))
  expect(limits).toMatchObject({ rate: 5, quotaMax: -1, quotaRenewsAfterSeconds: 0 })
})

test.each<[string, Change, Change, number, string]>([
  ['0 is no limit, and allows more', { rate: 0, quota_max: 9 }, { rate: 5, per: 1 }, 0, 'p0'],
  ['-1 is no limit', { rate: -1, per: 1 }, { rate: 5, per: 1 }, -1, 'p0'],
  ['no limit of the later one', { rate: 5, per: 1 }, { quota_max: 9 }, 0, 'a'],
])('per_api: of two rates %s', (_case, first, limit, rate, scope) => {
  const perApi = { partitions: { per_api: true } }
  const { rights } = merge(
    { ...perApi, ...first },
    { ...perApi, access_rights: right('a', { limit }) },
  )
  expect(rights.get('a')).toMatchObject({ scope, limits: { rate } })
})

test('per_api: what is kept of a plain policy counts with the session', () => {
  const perApi = { partitions: { per_api: true }, access_rights: right('a', { limit: LOW }) }
  const plain = { rate: 5, per: 1, quota_max: 9 }
  expect(merge(plain, perApi).rights.get('a')).toMatchObject({ scope: '' })
  const elsewhere = { access_rights: right('b'), rate: 1, per: 1 }
  expect(merge(plain, perApi, elsewhere).rights.get('a')).toMatchObject({ scope: 'p0' })
})

test('per_api: a limit that names the depth of queries alone is one of its own', () => {
  const limit = { max_query_depth: -1 }
  const perApi = { partitions: { per_api: true }, rate: 5, per: 1 }
  expect(merge({ ...perApi, access_rights: right('a', { limit }) }).rights.get('a')).toMatchObject({
    scope: 'a',
    limits: NO_LIMITS,
  })
})

test('rights of several policies count separately', () => {
  const { rights } = merge({ access_rights: right('a') }, { access_rights: right('b') })
  expect([rights.get('a')?.scope, rights.get('b')?.scope]).toEqual(['p0', 'p1'])
  expect(merge({}).rights.get('a')?.scope).toBe('')
})

test('endpoints of several policies: the larger rate', () => {
  const endpoints = (rate: number) => [
    { path: '/x/{id}', methods: [{ name: 'GET', limit: { rate, per: 60 } }] },
  ]
  const { rights } = merge(
    { access_rights: right('a', { endpoints: endpoints(1) }) },
    { access_rights: right('a', { endpoints: endpoints(2) }) },
  )
  expect(rights.get('a')?.endpoints).toMatchObject([{ method: 'GET', rate: 2, perSeconds: 60 }])
})

test('partitions that are no object restrict nothing', () => {
  expect(merge({ partitions: null }).rights.get('a')).toMatchObject({ scope: '', endpoints: [] })
})

test('the revision changes when one of the policies is saved anew', () => {
  const revise = (last_updated: string) => merge({}, { last_updated }).revision
  expect(revise('1')).toBe(revise('1'))
  expect(revise('1')).not.toBe(revise('2'))
})

test('versions unite, each once', () => {
  const versions = (...names: string[]) => ({ access_rights: right('a', { versions: names }) })
  expect(merge(versions('v1'), versions('v1', 'v2')).rights.get('a')?.versions).toEqual([
    'v1',
    'v2',
  ])
})

test('paths, versions and endpoints come from the policies that bring this part', () => {
  const bring = (name: string) =>
    right('a', {
      allowed_urls: [{ url: `/${name}`, methods: ['GET'] }],
      versions: [name],
      endpoints: [{ path: `/${name}`, methods: [{ name: 'GET', limit: { rate: 1, per: 1 } }] }],
    })
  const acl = { partitions: { acl: true }, access_rights: bring('acl') }
  const rate = { partitions: { rate_limit: true }, access_rights: bring('rate') }
  const namesIn = (...policies: Change[]) => {
    const found = merge(...policies).rights.get('a')
    return [
      found?.urls.map(({ url }) => url),
      found?.versions,
      found?.endpoints.map(({ path }) => path),
    ]
  }
  expect(namesIn(acl)).toEqual([['/acl'], ['acl'], []])
  expect(namesIn(acl, rate)).toEqual([['/acl'], ['acl'], ['/rate']])
  expect(namesIn({ partitions: { per_api: true }, access_rights: bring('own') })).toEqual([
    ['/own'],
    ['own'],
    ['/own'],
  ])
})

test('a policy that gives no access does not split the counters', () => {
  const acl = { partitions: { acl: true } }
  const quota = { partitions: { quota: true }, access_rights: right('b') }
  expect(merge(acl, quota).rights.get('a')?.scope).toBe('')
})

test.each([
  [5, 60],
  [-1, 0],
])('per_api: a quota of %i that says 60 s renews after %i s', (quota_max, seconds) => {
  const limit = { quota_max, quota_renewal_rate: 60 }
  const perApi = { partitions: { per_api: true }, access_rights: right('a', { limit }) }
  expect(limitsOf('a', perApi)).toMatchObject({
    quotaMax: quota_max,
    quotaRenewsAfterSeconds: seconds,
  })
})

test.each<[string, Change, Change, string]>([
  ['the rate of the first policy', { rate: 5, per: 1 }, { rate: 1, per: 1, quota_max: -1 }, 'p0'],
  ['the quota of the first policy', { quota_max: 9 }, { rate: 99, per: 1, quota_max: 5 }, 'p0'],
  ['all of its own right', { rate: 5, per: 1 }, { rate: 9, per: 1, quota_max: -1 }, 'a'],
])('per_api: an API that takes %s counts there', (_case, first, limit, scope) => {
  const perApi = { partitions: { per_api: true } }
  const { rights } = merge(
    { ...perApi, ...first },
    { ...perApi, access_rights: right('a', { limit }) },
  )
  expect(rights.get('a')?.scope).toBe(scope)
})
