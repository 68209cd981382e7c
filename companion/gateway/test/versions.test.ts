import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { EN } from '#shared/messages/en/en.ts'
import { type Lab, type Signer, createSigner, openTestGateway } from './test-gateway.ts'

let signer: Signer
let lab: Lab
let nowMs: number

beforeAll(async () => {
  signer = await createSigner('key-1', 'RS256', () => nowMs)
})
beforeEach(async () => {
  nowMs = Date.parse('2026-06-01T12:00:00Z')
  lab = await openTestGateway([signer.jwk], { now: () => nowMs })
})
afterEach(() => lab.close())

const v1 = { name: 'v1' }
const v2 = {
  name: 'v2',
  use_extended_paths: true,
  extended_paths: { ignored: [{ path: '/open' }] },
}
const old = { name: 'old', expires: '2026-06-01 11:59' }

interface Change {
  definition?: Record<string, unknown>
  default_version?: string
  versions?: Record<string, unknown>
  [name: string]: unknown
}

async function useVersions({ definition, default_version = '', versions, ...change }: Change = {}) {
  const known = { v1, v2, old }
  await lab.putApi({
    definition: { location: 'header', key: 'X-Api-Version', ...definition },
    version_data: { not_versioned: false, default_version, versions: versions ?? known },
    ...change,
  })
  const right = { api_id: 'okta-api', versions: ['v1', 'v2', 'old'] }
  await lab.putPolicy({ access_rights: { 'okta-api': right } })
}

async function call(path: string, version?: string, isAnonymous = false) {
  const headers = version === undefined ? {} : { 'x-api-version': version }
  const token = isAnonymous ? {} : { token: await signer.sign() }
  const { status, text } = await lab.call(path, { headers, ...token })
  return status === 200 ? lab.hits.at(-1)?.url : `${status} ${readError(text)}`
}

function readError(text: string): string {
  return (JSON.parse(text) as { error: string }).error
}

const noInformation = '403 Version information not found'
const unknown = '403 This API version does not seem to exist'
const expired = '403 Api Version has expired, please check documentation or contact administrator'
const disallowed = '403 Access to this API has been disallowed'

test('the header names the version', async () => {
  await useVersions()
  expect(await call('/api/x', 'v1')).toBe('/x')
  expect(await call('/api/x')).toBe(noInformation)
  expect(await call('/api/x', '')).toBe(noInformation)
  expect(await call('/api/x', 'v3')).toBe(unknown)
  expect(await call('/api/x', 'V1')).toBe(unknown)
  expect(await call('/api/x', '__proto__')).toBe(unknown)
  expect(await call('/api/x', 'old')).toBe(expired)
})

test('the version is judged before the token', async () => {
  await useVersions()
  expect(await call('/api/x', 'v3', true)).toBe(unknown)
  expect(await call('/api/x', 'v1', true)).toBe('400 Authorization field missing')
})

test('each version has its own endpoints', async () => {
  await useVersions()
  expect(await call('/api/open', 'v2', true)).toBe('/open')
  expect(await call('/api/open', 'v1', true)).toBe('400 Authorization field missing')
})

test('without a name the default version counts', async () => {
  await useVersions({ default_version: 'v2' })
  expect(await call('/api/open', undefined, true)).toBe('/open')
  expect(await call('/api/x', 'v3')).toBe(unknown)
  await useVersions({ default_version: 'v3' })
  expect(await call('/api/x')).toBe(unknown)
})

test('an unknown name may mean the default version', async () => {
  await useVersions({ default_version: 'v2', definition: { fallback_to_default: true } })
  expect(await call('/api/open', 'v3', true)).toBe('/open')
  expect(await call('/api/x', 'v3')).toBe('/x')
})

test('the query names the version, and may end here', async () => {
  await useVersions({ definition: { location: 'url-param', key: 'v' } })
  expect(await call('/api/x?a=1&v=v1')).toBe('/x?a=1&v=v1')
  expect(await call('/api/x?V=v1')).toBe(noInformation)
  await useVersions({
    definition: { location: 'url-param', key: 'v', strip_versioning_data: true },
  })
  expect(await call('/api/x?a=1&v=v1&b=2')).toBe('/x?a=1&b=2')
  expect(await call('/api/x?v=v1')).toBe('/x')
})

test('the path names the version', async () => {
  await useVersions({ definition: { location: 'url', key: '' } })
  expect(await call('/api/v1/x')).toBe('/v1/x')
  expect(await call('/api/v1')).toBe('/v1')
  expect(await call('/api/v3/x')).toBe(unknown)
  expect(await call('/api/')).toBe(noInformation)
  expect(await call('/okta-api/v1/x')).toBe('/v1/x')
})

test.each(['strip_path', 'strip_versioning_data'])(
  'with %s the version’s segment ends here',
  async (member) => {
    await useVersions({ definition: { location: 'url', key: '', [member]: true } })
    expect(await call('/api/v1/x')).toBe('/x')
    expect(await call('/api/v1/v1/x')).toBe('/v1/x')
    expect(await call('/api/v1')).toBe('/v1')
    expect(await call('/api/v2/open', undefined, true)).toBe('/open')
    await useVersions({
      definition: { location: 'url', key: '', [member]: true },
      proxy: { strip_listen_path: false },
    })
    expect(await call('/api/v1/x')).toBe('/api/x')
  },
)

test('only a segment that looks like a version ends here', async () => {
  await useVersions({
    default_version: 'v1',
    definition: {
      location: 'url',
      key: '',
      strip_path: true,
      url_versioning_pattern: '^v[0-9]+$',
      fallback_to_default: true,
    },
  })
  expect(await call('/api/v2/x')).toBe('/x')
  expect(await call('/api/v9/x')).toBe('/x')
  expect(await call('/api/users/x')).toBe('/users/x')
})

test('an endpoint of a version is named with its segment, without it, or whole', async () => {
  const deny = (path: string) =>
    useVersions({
      definition: { location: 'url', key: '', strip_path: true },
      versions: { v1: { name: 'v1', extended_paths: { black_list: [{ path }] } } },
    })
  for (const path of ['/x', '/v1/x', '/api/v1/x']) {
    await deny(path)
    expect(await call('/api/v1/x')).toBe('403 Requested endpoint is forbidden')
    expect(await call('/api/v1/y')).toBe('/y')
  }
})

test('a version may go to another upstream', async () => {
  const override_target = `${lab.upstreamUrl}/second`
  await useVersions({ versions: { v1, v2: { name: 'v2', override_target } } })
  expect(await call('/api/x', 'v1')).toBe('/x')
  expect(await call('/api/x', 'v2')).toBe('/second/x')
})

test('the policy has to list the version', async () => {
  await useVersions()
  await lab.putPolicy({
    access_rights: { 'okta-api': { api_id: 'okta-api', versions: ['v2'] } },
  })
  expect(await call('/api/x', 'v2')).toBe('/x')
  expect(await call('/api/x', 'v1')).toBe(disallowed)
  await lab.putPolicy({ access_rights: { 'okta-api': { api_id: 'okta-api', versions: null } } })
  expect(await call('/api/x', 'v1')).toBe(disallowed)
})

test('versions share the rate of their API', async () => {
  await useVersions({ global_rate_limit: { rate: 2, per: 60 } })
  expect(await call('/api/x', 'v1')).toBe('/x')
  expect(await call('/api/x', 'v2')).toBe('/x')
  expect(await call('/api/x', 'v1')).toBe('429 API Rate Limit Exceeded')
})

test('an API without versions has an end, too', async () => {
  const end = '403 API has expired, please check documentation or contact administrator'
  await lab.putApi({ expiration: '2026-06-01 12:01' })
  expect(await call('/api/x')).toBe('/x')
  nowMs += 60_000
  expect(await call('/api/x')).toBe(end)
  await lab.putApi({ expiration: '-1' })
  expect(await call('/api/x')).toBe('/x')
})

test('an API without versions has one of them, or one that is called Default', async () => {
  const use = (versions: Record<string, unknown>) =>
    lab.putApi({ version_data: { not_versioned: true, versions } })
  const missing = '403 No default API version for this non-versioned API found'
  await use({ v1 })
  expect(await call('/api/x')).toBe('/x')
  await use({ v1, v2 })
  expect(await call('/api/x')).toBe(missing)
  await use({ v1, default: v2 })
  expect(await call('/api/open', undefined, true)).toBe('/open')
  await use({})
  expect(await call('/api/x')).toBe(missing)
  await use({ Default: v1, default: v2 })
  expect(await call('/api/x')).toBe('403 Ambiguous default API version for this non-versioned API')
})

test('the verdict says which versions there are', async () => {
  await useVersions({ default_version: 'v3' })
  await call('/api/x')
  const [verdict] = lab.verdicts.list(1)
  const check = verdict?.checks.find(({ state }) => state === 'failed')
  expect(check).toMatchObject({
    id: 'route',
    code: 'VERSION_UNKNOWN',
    facts: { name: 'v3', versions: 'v1, v2, old' },
    evidence: [{ value: EN.words.HEADER({ name: 'x-api-version' }) }, { value: 'v3' }],
  })
})

test('callers are told when a version ends', async () => {
  await useVersions({ versions: { v1, v2: { ...v2, expires: '2030-01-01 00:00' } } })
  const ask = async (version: string) => {
    const headers = { 'x-api-version': version }
    return (await lab.call('/api/x', { headers, token: await signer.sign() })).headers
  }
  expect((await ask('v2')).get('x-tyk-api-expires')).toBe('Tue, 01 Jan 2030 00:00:00 UTC')
  expect((await ask('v1')).get('x-tyk-api-expires')).toBeNull()
})

test('a refusal tells when the API ends, too, once the API was found', async () => {
  await lab.putApi({ expiration: '2030-01-01 00:00' })
  const { status, headers } = await lab.call('/api/x')
  expect([status, headers.get('x-tyk-api-expires')]).toEqual([400, 'Tue, 01 Jan 2030 00:00:00 UTC'])
  nowMs = Date.parse('2030-01-01T00:00:00Z')
  const late = await lab.call('/api/x')
  expect([late.status, late.headers.get('x-tyk-api-expires')]).toEqual([403, null])
})

test('the end of the only version is announced, and ends nothing', async () => {
  const use = (expires: string) =>
    lab.putApi({
      version_data: { not_versioned: true, versions: { Default: { name: 'Default', expires } } },
    })
  const ask = async () => {
    const { status, headers } = await lab.call('/api/x', { token: await signer.sign() })
    return [status, headers.get('x-tyk-api-expires')]
  }
  await use('2026-06-01 12:01')
  expect(await ask()).toEqual([200, 'Mon, 01 Jun 2026 12:01:00 UTC'])
  nowMs += 60_000
  expect(await ask()).toEqual([200, null])
  await use('2006-01-02 15:04')
  expect(await ask()).toEqual([200, null])
})

test.each([true, false])(
  'the header that names a version ends here when told so: %s',
  async (ends) => {
    await useVersions({ definition: { strip_versioning_data: ends } })
    await call('/api/x', 'v1')
    expect(Object.hasOwn(lab.hits.at(-1)?.headers ?? {}, 'x-api-version')).toBe(!ends)
  },
)
