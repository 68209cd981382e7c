import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Lab, type Signer, createSigner, openTestGateway } from './test-gateway.ts'

let signer: Signer
let lab: Lab
let nowMs: number

beforeAll(async () => {
  signer = await createSigner('key-1', 'RS256', () => nowMs)
})
beforeEach(async () => {
  nowMs = 1_700_000_000_000
  lab = await openTestGateway([signer.jwk], { now: () => nowMs })
})
afterEach(() => lab.close())

async function callAll(
  targets: readonly (readonly [path: string, sub?: string, method?: string])[],
) {
  const statuses: number[] = []
  for (const [path, sub = 'client-1', method = 'GET'] of targets) {
    // One after the other: the order is what is tested.
    const token = await signer.sign({ sub })
    statuses.push((await lab.call(path, { token, method })).status)
  }
  return statuses
}

const grant = (change: Record<string, unknown>) => ({
  access_rights: { 'okta-api': { api_id: 'okta-api', ...change } },
})

test('an endpoint has a rate of its own, and leaves that of the session alone', async () => {
  const endpoints = [
    { path: '/items/{id}', methods: [{ name: 'GET', limit: { rate: 1, per: 60 } }] },
  ]
  await lab.putPolicy({ rate: 2, per: 60, ...grant({ endpoints }) })
  const calls = ['/api/items/1', '/api/items/2', '/api/other', '/api/other', '/api/other']
  expect(await callAll(calls.map((path) => [path] as const))).toEqual([200, 429, 200, 200, 429])
})

test('per_api: a limit of the right itself', async () => {
  await lab.putPolicy({
    rate: 9,
    partitions: { per_api: true },
    ...grant({ limit: { rate: 1, per: 60, quota_max: -1 } }),
  })
  expect(await callAll([['/api/x'], ['/api/x'], ['/api/x', 'else']])).toEqual([200, 429, 200])
})

test('a policy that is saved anew opens a new window', async () => {
  await lab.putPolicy({ rate: 1, last_updated: '1' })
  expect(await callAll([['/api/x'], ['/api/x']])).toEqual([200, 429])
  await lab.putPolicy({ rate: 1, last_updated: '2' })
  expect(await callAll([['/api/x']])).toEqual([200])
})

test('a throttled caller waits for its turn', async () => {
  await lab.putPolicy({ rate: 1, per: 0.05, throttle_interval: 0.05, throttle_retry_limit: 40 })
  expect(await callAll([['/api/x']])).toEqual([200])
  const waiting = callAll([['/api/x']])
  setTimeout(() => (nowMs += 50), 100)
  expect(await waiting).toEqual([200])
})

test('a throttled caller that asks more often than its window opens is refused, as with Tyk', async () => {
  await lab.putPolicy({ rate: 1, per: 60, throttle_interval: 0.05, throttle_retry_limit: 3 })
  expect(await callAll([['/api/x']])).toEqual([200])
  const waiting = callAll([['/api/x']])
  setTimeout(() => (nowMs += 60_000), 20)
  expect(await waiting).toEqual([429])
})

test('and is refused when its turn does not come', async () => {
  await lab.putPolicy({ rate: 1, per: 60, throttle_interval: 0.01, throttle_retry_limit: 2 })
  expect(await callAll([['/api/x'], ['/api/x']])).toEqual([200, 429])
})

test('two policies that take turns do not open each other’s windows', async () => {
  const rights = { 'okta-api': {}, other: {} }
  await lab.putPolicy({ rate: 2, per: 60, access_rights: rights })
  await lab.putPolicy({ id: 'wide', name: 'Wide', rate: 3, per: 60, access_rights: rights })
  const proxy = { listen_path: '/other/', target_url: lab.upstreamUrl, strip_listen_path: true }
  await lab.putApi({ api_id: 'other', jwt_default_policies: ['wide'], proxy })
  const turns = Array.from({ length: 5 }, () => [['/api/x'], ['/other/x']] as const).flat()
  const statuses = await callAll(turns)
  expect(statuses).toEqual([200, 200, 200, 200, 429, 200, 429, 429, 429, 429])
})

const THROTTLE = { throttle_interval: 0.05, throttle_retry_limit: 40 }

test('a throttled caller whose policy loses the API while it waits is refused', async () => {
  await lab.putPolicy({ rate: 1, per: 0.05, ...THROTTLE })
  expect(await callAll([['/api/x']])).toEqual([200])
  const waiting = callAll([['/api/x']])
  setTimeout(() => void lab.putPolicy({ access_rights: { other: {} } }), 100)
  expect(await waiting).toEqual([403])
})

test('a throttled caller counts under the policy as it is when its turn comes', async () => {
  await lab.putPolicy({ rate: 1, per: 0.05, last_updated: '1', ...THROTTLE })
  expect(await callAll([['/api/x']])).toEqual([200])
  const waiting = callAll([['/api/x']])
  setTimeout(() => void lab.putPolicy({ rate: 2, per: 60, last_updated: '2' }), 100)
  expect(await waiting).toEqual([200])
  expect(await callAll([['/api/x'], ['/api/x']])).toEqual([200, 429])
})

test('a token that ends while its caller is throttled is refused', async () => {
  await lab.putPolicy({ rate: 1, per: 0.05, ...THROTTLE })
  expect(await callAll([['/api/x']])).toEqual([200])
  const waiting = callAll([['/api/x']])
  setTimeout(() => (nowMs += 3_600_000), 100)
  expect(await waiting).toEqual([401])
})

test('patterns are Go’s: found anywhere, behind the listen path or in the whole path', async () => {
  const allowed_urls = [
    { url: '^/items/[0-9]+$', methods: ['GET'] },
    { url: '^/api/whole', methods: ['GET'] },
    { url: '(?i)UPPER', methods: ['GET'] },
  ]
  await lab.putPolicy(grant({ allowed_urls }))
  const calls = ['/api/items/7', '/api/items/x', '/api/whole', '/api/an/upper', '/api/none']
  expect(await callAll(calls.map((path) => [path] as const))).toEqual([200, 403, 200, 200, 403])
  expect(await callAll([['/api/items/7', 'client-1', 'POST']])).toEqual([403])
})

test('a pattern cannot hold the gateway up', async () => {
  await lab.putPolicy(grant({ allowed_urls: [{ url: '^/(a+)+$', methods: ['GET'] }] }))
  expect(await callAll([[`/api/${'a'.repeat(5000)}!`]])).toEqual([403])
})

test('headers that describe the rate, on answers and on 429', async () => {
  await lab.putApi({ config_data: { dcr_lab: { rate_limit_response_headers: 'rate_limits' } } })
  await lab.putPolicy({ rate: 1, per: 60 })
  const token = await signer.sign()
  const read = async () => {
    const { status, headers } = await lab.call('/api/x', { token })
    const values = ['limit', 'remaining', 'reset'].map((name) => headers.get(`x-ratelimit-${name}`))
    return [status, ...values]
  }
  expect(await read()).toEqual([200, '1', '0', '1700000060'])
  nowMs += 1000
  expect(await read()).toEqual([429, '1', '0', '1700000060'])
})

test('a caller asks for its limits, which counts against none', async () => {
  await lab.putPolicy({ rate: 5, per: 60, quota_max: 10, quota_renewal_rate: 3600 })
  const ask = async () => {
    const { status, text } = await lab.call('/api/tyk/rate-limits/', { token: await signer.sign() })
    return [status, JSON.parse(text)] as const
  }
  const quota = { quota_max: 10, quota_remaining: 0, quota_renews: 0 }
  const rate_limit = { requests: 5, per_unit: 60 }
  expect(await ask()).toEqual([200, { quota, rate_limit }])
  await callAll([['/api/x']])
  expect(await ask()).toEqual([
    200,
    { quota: { ...quota, quota_renews: 1_700_003_600 }, rate_limit },
  ])
  expect(lab.hits).toHaveLength(1)
  expect((await lab.call('/api/tyk/rate-limits/')).status).toBe(400)
})

test('any method asks for the limits, at the very path', async () => {
  const token = await signer.sign()
  const asked = await lab.call('/api/tyk/rate-limits/', { token, method: 'POST' })
  expect([asked.status, asked.text.at(-1)]).toEqual([200, '\n'])
  expect(lab.hits).toHaveLength(0)
  await lab.call('/api/tyk/rate-limits', { token })
  expect(lab.hits).toHaveLength(1)
})

test.each([
  [{ quota_max: 9, quota_renewal_rate: 60 }, ['9', '8', '1700000060']],
  [{ quota_max: 9 }, ['9', '8', '1700000000']],
  [{ quota_max: 0 }, ['0', '0', '0']],
  [{ quota_max: -1 }, ['-1', '0', '0']],
])('the headers under the policy %j', async (policy, expected) => {
  await lab.putPolicy(policy)
  const { headers } = await lab.call('/api/x', { token: await signer.sign() })
  const names = ['limit', 'remaining', 'reset']
  expect(names.map((name) => headers.get(`x-ratelimit-${name}`))).toEqual(expected)
})

test('the end of a session is the policy’s, or the latest of its tokens’', async () => {
  await lab.putPolicy({ key_expires_in: 60 })
  await lab.putApi({ jwt_expires_at_validation_skew: 600 })
  const short = await signer.sign({ exp: nowMs / 1000 + 30 })
  expect((await lab.call('/api/x', { token: short })).status).toBe(200)
  nowMs += 61_000
  const answer = await lab.call('/api/x', { token: short })
  expect([answer.status, answer.text]).toEqual([
    401,
    '{\n    "error": "Key has expired, please renew"\n}',
  ])
  const long = await signer.sign({ exp: nowMs / 1000 + 300 })
  expect((await lab.call('/api/x', { token: long })).status).toBe(200)
  expect((await lab.call('/api/x', { token: short })).status).toBe(200)
})

test('policies that clash', async () => {
  await lab.putPolicy({ partitions: { per_api: true, acl: true } })
  const answer = await lab.call('/api/x', { token: await signer.sign() })
  expect([answer.status, JSON.parse(answer.text)]).toEqual([
    500,
    {
      error:
        'failed to create key: cannot apply policy okta-policy which has per_api and any of partitions set',
    },
  ])
})

test('an endpoint’s own rate counts in place of the API’s', async () => {
  const rate_limit = [{ path: '/one', method: 'GET', rate: 2, per: 60 }]
  const versions = {
    Default: { name: 'Default', use_extended_paths: true, extended_paths: { rate_limit } },
  }
  const limits = {
    version_data: { not_versioned: true, versions },
    global_rate_limit: { rate: 1, per: 60 },
  }
  await lab.putApi(limits)
  const ask = async (path: string) => (await lab.call(path, { token: await signer.sign() })).status
  expect([await ask('/api/one'), await ask('/api/one'), await ask('/api/one')]).toEqual([
    200, 200, 429,
  ])
  expect([await ask('/api/x'), await ask('/api/x')]).toEqual([200, 429])
  await lab.putApi({ ...limits, disable_rate_limit: true })
  expect([await ask('/api/x'), await ask('/api/x')]).toEqual([200, 200])
})

test('a caller may ask for its limits whatever paths its policy allows', async () => {
  const ask = async () => {
    const token = await signer.sign()
    return (await lab.call('/api/tyk/rate-limits/', { token })).status
  }
  const allowed_urls = [{ url: '/x', methods: ['GET'] }]
  await lab.putPolicy(grant({ allowed_urls }))
  expect(await ask()).toBe(200)
  expect(await callAll([['/api/y'], ['/api/x']])).toEqual([403, 200])
  await lab.putPolicy({ access_rights: { other: { api_id: 'other' } } })
  expect(await ask()).toBe(403)
})
