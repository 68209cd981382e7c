import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { EN } from '#shared/messages/en/en.ts'
import { type Lab, type Signer, createSigner, openTestGateway, sendRaw } from './test-gateway.ts'

let signer: Signer
let lab: Lab

beforeAll(async () => {
  signer = await createSigner('key-1')
})
beforeEach(async () => {
  lab = await openTestGateway([signer.jwk])
})
afterEach(() => lab.close())

const useVersion = (version: Record<string, unknown>, change: Record<string, unknown> = {}) =>
  lab.putApi({
    version_data: { not_versioned: true, versions: { Default: { name: 'Default', ...version } } },
    ...change,
  })
const usePaths = (extended_paths: Record<string, unknown>) =>
  useVersion({ use_extended_paths: true, extended_paths })

async function call(path: string, init: RequestInit & { isAnonymous?: boolean } = {}) {
  const { isAnonymous, ...rest } = init
  const token = isAnonymous ? {} : { token: await signer.sign() }
  const { status, text } = await lab.call(path, { ...token, ...rest })
  return status === 200 ? 200 : `${status} ${text.startsWith('{') ? readError(text) : text}`
}

function readError(text: string): string {
  return (JSON.parse(text) as { error: string }).error
}

const forbidden = '403 Requested endpoint is forbidden'

test('a blocked endpoint', async () => {
  await usePaths({ black_list: [{ path: '/admin/{id}' }, { path: '/old', method: 'POST' }] })
  expect(await call('/api/admin/7')).toBe(forbidden)
  expect(await call('/api/admin/7/x')).toBe(200)
  expect(await call('/api/old')).toBe(200)
  expect(await call('/api/old', { method: 'POST' })).toBe(forbidden)
})

test('an allow list lets nothing else through', async () => {
  await usePaths({
    white_list: [{ path: '/items', method_actions: { GET: { action: 'no_action' } } }],
  })
  expect(await call('/api/items')).toBe(200)
  expect(await call('/api/items', { method: 'POST' })).toBe(forbidden)
  expect(await call('/api/other')).toBe(forbidden)
  expect(await call('/api/ITEMS')).toBe(forbidden)
})

test('an ignored endpoint needs no token, and its neighbours do', async () => {
  await usePaths({ ignored: [{ path: '/public', ignore_case: true }] })
  expect(await call('/api/public', { isAnonymous: true })).toBe(200)
  expect(await call('/api/PUBLIC', { isAnonymous: true })).toBe(200)
  for (const path of ['/api/public/x', '/api/x/public', '/api/publicx', '/api/other'])
    expect(await call(path, { isAnonymous: true })).toBe('400 Authorization field missing')
  const ignored = lab.verdicts.list(10).find(({ path }) => path === '/api/public')
  expect(ignored?.checks.find(({ id }) => id === 'credential')).toMatchObject({
    state: 'not_reached',
    evidence: [{ value: EN.words.ENDPOINT_IGNORED }],
  })
})

test('an ignored endpoint that answers by itself', async () => {
  const GET = { action: 'reply', code: 202, data: 'mocked', headers: { 'x-mock': 'yes' } }
  await usePaths({ ignored: [{ path: '/mock', method_actions: { GET } }] })
  const answer = await lab.call('/api/mock')
  expect([answer.status, answer.text, answer.headers.get('x-mock')]).toEqual([202, 'mocked', 'yes'])
  expect(lab.hits).toHaveLength(0)
})

test('an endpoint is the same in all spellings', async () => {
  await usePaths({ black_list: [{ path: '/admin' }], ignored: [{ path: '/caf\u00e9' }] })
  expect(await call('/api/%61dmin')).toBe(forbidden)
  expect(await call('/api/caf%C3%A9', { isAnonymous: true })).toBe(200)
  await usePaths({})
  const allowed_urls = [{ url: '/items', methods: ['GET'] }]
  await lab.putPolicy({ access_rights: { 'okta-api': { api_id: 'okta-api', allowed_urls } } })
  expect(await call('/api/%69tems')).toBe(200)
  expect(lab.hits.at(-1)?.url).toBe('/%69tems')
})

test('the older lists count unless a version says that the newer ones do', async () => {
  const paths = { black_list: ['/shut'], ignored: ['/open'] }
  await useVersion({ paths })
  expect(await call('/api/shut')).toBe(forbidden)
  expect(await call('/api/open', { isAnonymous: true })).toBe(200)
  await useVersion({ paths, use_extended_paths: true })
  expect(await call('/api/shut')).toBe(200)
  expect(await call('/api/open', { isAnonymous: true })).toBe('400 Authorization field missing')
})

test('an entry that is switched off, or cannot be read, does nothing', async () => {
  await usePaths({ black_list: [{ path: '/a', disabled: true }, { path: '/(' }] })
  expect(await call('/api/a')).toBe(200)
})

test('what comes before the token comes in Tyk’s order: lists, CORS, address, size', async () => {
  const extended_paths = { black_list: [{ path: '/shut' }] }
  const change = {
    CORS: { enable: true },
    enable_ip_blacklisting: true,
    blacklisted_ips: ['127.0.0.1'],
  }
  await useVersion({ use_extended_paths: true, extended_paths }, change)
  const options = { method: 'OPTIONS', headers: { origin: 'https://a.test' } }
  expect(await call('/api/shut', options)).toBe(forbidden)
  expect(await call('/api/x', options)).toBe(200)
  const post = { method: 'POST', body: '12' }
  expect(await call('/api/x', post)).toBe('403 access from this IP has been disallowed')
  await useVersion({ global_size_limit: 1 })
  expect(await call('/api/x', { ...post, isAnonymous: true })).toBe('400 Request is too large')
})

test('mocked and internal endpoints', async () => {
  const mock_response = [
    { path: '/mock', method: 'GET', code: 201, body: '{}', headers: { 'X-Mock': 'y' } },
  ]
  await usePaths({ mock_response, internal: [{ path: '/own', method: 'GET' }] })
  const answer = await lab.call('/api/mock')
  expect([answer.status, answer.text, answer.headers.get('x-mock')]).toEqual([201, '{}', 'y'])
  expect(await call('/api/own')).toBe(forbidden)
  expect(await call('/api/own', { method: 'POST' })).toBe(200)
})

test('the size of a request', async () => {
  await useVersion({ global_size_limit: 4 })
  const post = (body: string) => call('/api/x', { method: 'POST', body })
  expect(await post('1234')).toBe(200)
  expect(await post('12345')).toBe('400 Request is too large')
  expect(await call('/api/x')).toBe(200)
  const token = await signer.sign()
  const head = `POST /api/x HTTP/1.1\r\nHost: 127.0.0.1:${lab.port}\r\nAuthorization: ${token}\r\n`
  const chunked = `${head}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n`
  const answer = await sendRaw(lab.port, chunked)
  expect(answer).toMatch(/^HTTP\/1\.1 411 /)
  expect(answer).toContain('Content length is required for this request')
})

test('the size of a request to one endpoint', async () => {
  await usePaths({ size_limits: [{ path: '/small', method: 'POST', size_limit: 1 }] })
  expect(await call('/api/small', { method: 'POST', body: '12' })).toBe('400 Request is too large')
  expect(await call('/api/large', { method: 'POST', body: '12' })).toBe(200)
})

test('a body that is larger than the gateway takes, stated or in chunks', async () => {
  const config_data = { dcr_lab: { max_request_body_size: 4 } }
  // The gateway's limit comes before the API's own restrictions, in the words of Go's server.
  await lab.putApi({ config_data, blacklisted_ips: ['127.0.0.1'] })
  const tooLarge = await lab.call('/api/x', { method: 'POST', body: '12345' })
  expect([tooLarge.status, tooLarge.text]).toEqual([413, 'Request Entity Too Large\n'])
  expect(Object.fromEntries(tooLarge.headers)).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
  })
  expect(tooLarge.headers.get('x-generator')).toBeNull()
  await lab.putApi({ config_data })
  const token = await signer.sign()
  const head = `POST /api/x HTTP/1.1\r\nHost: 127.0.0.1:${lab.port}\r\nAuthorization: ${token}\r\n`
  const body = '5\r\n12345\r\n0\r\n\r\n'
  const answer = await sendRaw(
    lab.port,
    `${head}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n${body}`,
  )
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
})

test('a time limit of the endpoint, and of the version', async () => {
  await lab.close()
  lab = await openTestGateway([signer.jwk], { upstream: () => undefined })
  const late = '504 Upstream service reached hard timeout.'
  await usePaths({ hard_timeouts: [{ path: '/slow', method: 'GET', timeout: 0.2 }] })
  expect(await call('/api/slow')).toBe(late)
  await usePaths({ hard_timeouts: [{ path: '/slow', timeout: 0, duration: '200ms' }] })
  expect(await call('/api/slow')).toBe(late)
  await useVersion({ global_enforce_timeout: '200ms' })
  expect(await call('/api/other')).toBe(late)
})

test('addresses that may call, and may not', async () => {
  const refused = '403 access from this IP has been disallowed'
  await lab.putApi({ enable_ip_whitelisting: true, allowed_ips: ['10.0.0.0/8'] })
  expect(await call('/api/x')).toBe(refused)
  expect(await call('/api/x', { headers: { 'x-real-ip': '10.1.1.1' } })).toBe(refused)
  await lab.putApi({ enable_ip_whitelisting: true, allowed_ips: ['127.0.0.1'] })
  expect(await call('/api/x')).toBe(200)
  await lab.putApi({ enable_ip_blacklisting: true, blacklisted_ips: ['127.0.0.0/8', 'nonsense'] })
  expect(await call('/api/x')).toBe(refused)
  await lab.putApi({ allowed_ips: ['10.0.0.0/8'] })
  expect(await call('/api/x')).toBe(refused)
  await lab.putApi({ ip_access_control_disabled: true, allowed_ips: ['10.0.0.0/8'] })
  expect(await call('/api/x')).toBe(200)
})

const cors = { enable: true, allowed_origins: ['https://app.test'], allowed_methods: ['GET'] }
const preflight = (headers: Record<string, string>) =>
  lab.call('/api/x', {
    method: 'OPTIONS',
    headers: { origin: 'https://app.test', 'access-control-request-method': 'GET', ...headers },
  })

test('a preflight is answered without a token', async () => {
  await lab.putApi({ CORS: { ...cors, allowed_headers: ['Authorization'], max_age: 60 } })
  const answer = await preflight({ 'access-control-request-headers': 'authorization' })
  expect(answer.status).toBe(204)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'access-control-allow-origin': 'https://app.test',
    'access-control-allow-methods': 'GET',
    'access-control-allow-headers': 'authorization',
    'access-control-max-age': '60',
  })
  expect(lab.hits).toHaveLength(0)
})

test.each([
  ['another origin', { origin: 'https://evil.test' }],
  ['another method', { 'access-control-request-method': 'DELETE' }],
  ['another header', { 'access-control-request-headers': 'x-other' }],
])('a preflight for %s allows nothing', async (_name, headers) => {
  await lab.putApi({ CORS: cors })
  const answer = await preflight(headers)
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, null])
})

test('answers and refusals carry the origin, an upstream’s own word does not', async () => {
  await lab.close()
  lab = await openTestGateway([signer.jwk], {
    upstream: (_request, response) =>
      response.setHeader('access-control-allow-origin', '*').end('hello'),
  })
  await lab.putApi({ CORS: { ...cors, allow_credentials: true, exposed_headers: ['X-A'] } })
  const headers = { origin: 'https://app.test' }
  const passed = await lab.call('/api/x', { headers, token: await signer.sign() })
  expect(passed.headers.get('access-control-allow-origin')).toBe('https://app.test')
  expect(passed.headers.get('access-control-expose-headers')).toBe('X-A')
  expect(passed.headers.get('access-control-allow-credentials')).toBe('true')
  const refused = await lab.call('/api/x', { headers })
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([
    400,
    'https://app.test',
  ])
})

test('origins with a star, and everybody', async () => {
  const origin = 'https://a.app.test'
  await lab.putApi({ CORS: { enable: true, allowed_origins: ['https://*.app.test'] } })
  expect((await preflight({ origin })).headers.get('access-control-allow-origin')).toBe(origin)
  await lab.putApi({ CORS: { enable: true } })
  expect((await preflight({ origin })).headers.get('access-control-allow-origin')).toBe('*')
})

test('a preflight that the upstream answers', async () => {
  await usePaths({ ignored: [{ path: '/x', method: 'OPTIONS' }] })
  const { CORS } = { CORS: { ...cors, options_passthrough: true } }
  const known = lab.apis.get('okta-api')
  if (known) await lab.apis.put('okta-api', { ...known, CORS })
  const answer = await preflight({})
  expect([answer.status, lab.hits.length]).toEqual([200, 1])
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
})
