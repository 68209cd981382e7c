import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Lab, type Signer, createSigner, openTestGateway } from './test-gateway.ts'

let signer: Signer
let lab: Lab

beforeAll(async () => {
  signer = await createSigner('key-1')
})
beforeEach(async () => {
  lab = await openTestGateway([signer.jwk])
  const right = (api_id: string) => ({ [api_id]: { api_id } })
  await lab.putPolicy({ access_rights: { ...right('base'), ...right('one') } })
  await lab.apis.delete('okta-api')
  await putChild('one', { proxy: { listen_path: '/one/', target_url: `${lab.upstreamUrl}/first` } })
  await putChild('two', { internal: true, proxy: { listen_path: '/two/' } })
  await putBase()
})
afterEach(() => lab.close())

const putChild = (api_id: string, change: Record<string, unknown> = {}) =>
  lab.putApi({ api_id, name: api_id, ...change })

const putBase = (
  definition: Record<string, unknown> = {},
  change: Record<string, unknown> = {},
): Promise<void> =>
  lab.putApi({
    api_id: 'base',
    name: 'base',
    use_keyless: true,
    ...change,
    definition: {
      enabled: true,
      name: 'v0',
      default: 'self',
      location: 'url-param',
      key: 'version',
      versions: { v1: 'one', v2: 'two', gone: 'three' },
      ...definition,
    },
  })

async function call(path: string, isAnonymous = false) {
  const token = isAnonymous ? {} : { token: await signer.sign() }
  const { status, text } = await lab.call(path, token)
  if (status === 200) return lab.hits.at(-1)?.url
  return `${status} ${(JSON.parse(text) as { error: string }).error}`
}

const unknown = '404 This API version does not seem to exist'

test('the API itself is a version, by its name or by default', async () => {
  expect(await call('/api/x', true)).toBe('/x')
  expect(await call('/api/x?version=v0', true)).toBe('/x?version=v0')
  expect(await call('/api/x?version=self', true)).toBe('/x?version=self')
  await putBase({ default: '' })
  expect(await call('/api/x', true)).toBe('403 Version information not found')
})

test('an API without a name is the version that has none', async () => {
  await putBase({ default: '', name: '' })
  expect(await call('/api/x', true)).toBe('/x')
})

test('the API itself ends, by whichever name it is called', async () => {
  const ended = '403 API has expired, please check documentation or contact administrator'
  const url = { location: 'url', strip_versioning_data: true }
  await putBase(url, { expiration: '2020-01-01 00:00' })
  expect(await call('/api/v0/x', true)).toBe(ended)
  expect(await call('/api/self/x', true)).toBe(ended)
})

test('another API is a version, with its own authentication, upstream and rights', async () => {
  expect(await call('/api/x?version=v1')).toBe('/first/x?version=v1')
  expect(await call('/api/x?version=v1', true)).toBe('400 Authorization field missing')
  expect(await call('/api/x?version=v2')).toBe('403 Access to this API has been disallowed')
  expect(await call('/one/x')).toBe('/first/x')
  await putBase({ default: 'v1' })
  expect(await call('/api/x')).toBe('/first/x')
})

test('a version that no API is gets a JSON error, not the router’s text', async () => {
  expect(await call('/api/x?version=v9')).toBe(unknown)
  expect(await call('/api/x?version=gone')).toBe(unknown)
  for (const name of ['__proto__', 'constructor', 'toString'])
    expect(await call(`/api/x?version=${name}`)).toBe(unknown)
  const { headers } = await lab.call('/api/x?version=v9')
  expect([headers.get('content-type'), headers.get('x-generator')]).toEqual([
    'application/json',
    'tyk.io',
  ])
})

test('an unknown version may mean the default one', async () => {
  await putBase({ fallback_to_default: true })
  expect(await call('/api/x?version=v9', true)).toBe('/x?version=v9')
  await putBase({ fallback_to_default: true, default: 'v1' })
  expect(await call('/api/x?version=v9')).toBe('/first/x?version=v9')
  await putBase({ fallback_to_default: true, default: 'gone' })
  expect(await call('/api/x?version=v9')).toBe('500 Internal Server Error')
})

test('the path or the header names the version', async () => {
  await putBase({ location: 'header', key: 'X-Version' })
  const headers = { 'x-version': 'v1' }
  expect((await lab.call('/api/x', { headers })).status).toBe(400)
  await putBase({ location: 'url', key: '' })
  expect(await call('/api/v1/x')).toBe('/first/v1/x')
  await putBase({ location: 'url', key: '', strip_versioning_data: true })
  expect(await call('/api/v1/x')).toBe('/first/x')
  expect(await call('/api/v0/x', true)).toBe('/x')
  expect(await call('/api/x', true)).toBe(unknown)
})

test('the parent alone says whether the listen path is stripped, and the version named', async () => {
  const proxy = { strip_listen_path: false }
  await putBase({}, { proxy })
  expect(await call('/api/x?version=v1')).toBe('/first/api/x?version=v1')
  await putBase({ strip_versioning_data: true }, { proxy })
  expect(await call('/api/x?version=v1&a=b')).toBe('/first/api/x?a=b')
  await putBase({ location: 'url', key: '', strip_versioning_data: true }, { proxy })
  expect(await call('/api/v1/x')).toBe('/first/api/x')
})

test('a child that changes is live at once, and counts its rate wherever it is called', async () => {
  const first = { proxy: { listen_path: '/one/', target_url: `${lab.upstreamUrl}/second` } }
  expect(await call('/api/x?version=v1')).toBe('/first/x?version=v1')
  await putChild('one', { ...first, global_rate_limit: { rate: 1, per: 60 } })
  expect(await call('/api/x?version=v1')).toBe('/second/x?version=v1')
  expect(await call('/one/x')).toBe('429 API Rate Limit Exceeded')
})
