import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { readDefinitions } from '../../definitions/import-definitions.ts'
import { type Lab, type Signer, createSigner, openTestGateway } from './test-gateway.ts'

type Members = Record<string, unknown>

let signer: Signer
let lab: Lab

beforeAll(async () => {
  signer = await createSigner('key-1')
})
beforeEach(async () => {
  lab = await openTestGateway([signer.jwk])
})
afterEach(() => lab.close())

interface Parts {
  info?: Members
  upstream?: Members
  server?: Members
  global?: Members
  operations?: Members
  /** What the operation `show` answers. */
  responses?: Members
}

/** An OAS definition of Tyk, imported as the control API does it. */
async function importOas(parts: Parts) {
  const { info, upstream, server, global, operations, responses = {} } = parts
  const operation = (operationId: string) => ({ operationId, responses: {} })
  const { apis } = readDefinitions([
    {
      openapi: '3.0.3',
      info: { title: 'OKTA API', version: '1.0.0' },
      paths: {
        '/items': { get: operation('list'), post: operation('add') },
        '/items/{id}': { get: { operationId: 'show', responses } },
      },
      components: {
        securitySchemes: { jwtAuth: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
      security: [{ jwtAuth: [] }],
      'x-tyk-api-gateway': {
        info: { name: 'OKTA API', id: 'okta-api', state: { active: true }, ...info },
        upstream: { url: lab.upstreamUrl, ...upstream },
        server: {
          listenPath: { value: '/api/', strip: true },
          authentication: {
            enabled: true,
            securitySchemes: {
              jwtAuth: {
                enabled: true,
                header: { enabled: true, name: 'Authorization' },
                signingMethod: 'rsa',
                jwksURIs: [{ url: lab.jwksUrl }],
                defaultPolicies: ['okta-policy'],
                skipKid: true,
              },
            },
          },
          ...server,
        },
        middleware: { global, operations },
      },
    },
  ])
  for (const api of apis) await lab.apis.put(api.api_id, api)
}

async function call(path: string, init: RequestInit & { isAnonymous?: boolean } = {}) {
  const { isAnonymous, ...rest } = init
  const token = isAnonymous ? {} : { token: await signer.sign() }
  const { status, text } = await lab.call(`/api${path}`, { ...token, ...rest })
  return status < 300 ? status : `${status} ${(JSON.parse(text) as { error: string }).error}`
}

const on = { enabled: true }
const forbidden = '403 Requested endpoint is forbidden'
const post = { method: 'POST', body: '12' }

test('operations that are allowed, blocked, open and internal', async () => {
  await importOas({ operations: { show: { allow: on }, list: { block: on } } })
  expect(await call('/items/7')).toBe(200)
  expect(await call('/items')).toBe(forbidden)
  expect(await call('/items', post)).toBe(forbidden)
  await importOas({ operations: { list: { ignoreAuthentication: on }, show: { internal: on } } })
  expect(await call('/items', { isAnonymous: true })).toBe(200)
  expect(await call('/items', { ...post, isAnonymous: true })).toBe(
    '400 Authorization field missing',
  )
  expect(await call('/items/7')).toBe(forbidden)
  expect(await call('/elsewhere')).toBe(200)
})

test('an operation that answers by itself answers whom the API lets in', async () => {
  const headers = [{ name: 'X-Mock', value: 'yes' }]
  const show = { mockResponse: { ...on, code: 203, body: 'mocked', headers } }
  await importOas({ operations: { show } })
  expect(await call('/items/7', { isAnonymous: true })).toBe('400 Authorization field missing')
  const answer = await lab.call('/api/items/7', { token: await signer.sign() })
  expect([answer.status, answer.text]).toEqual([203, 'mocked'])
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'x-mock': 'yes',
    'x-ratelimit-limit': '-1',
    'x-ratelimit-remaining': '0',
  })
  await importOas({ operations: { show: { ...show, ignoreAuthentication: on } } })
  expect(await call('/items/7', { isAnonymous: true })).toBe(203)
  await importOas({ operations: { show, list: { allow: on } } })
  expect(await call('/items/7')).toBe(forbidden)
  await importOas({ operations: { show: { ...show, rateLimit: { ...on, rate: 1, per: '1m' } } } })
  expect([await call('/items/7'), await call('/items/7')]).toEqual([
    203,
    '429 API Rate Limit Exceeded',
  ])
  expect(lab.hits).toHaveLength(0)
})

test('an operation that answers with an example of the document', async () => {
  const mockResponse = { ...on, body: 'not this', fromOASExamples: on }
  const responses = { 200: { content: { 'application/json': { example: { b: '<', a: [1] } } } } }
  await importOas({ operations: { show: { mockResponse } }, responses })
  const ask = async (headers: Record<string, string>) =>
    lab.call('/api/items/7', { headers, token: await signer.sign() })
  const answer = await ask({})
  expect([answer.status, answer.text]).toEqual([200, '{"a":[1],"b":"\\u003c"}'])
  expect(answer.headers.get('content-type')).toBe('application/json')
  const missing = await ask({ accept: 'application/xml' })
  expect([missing.status, JSON.parse(missing.text)]).toEqual([
    500,
    {
      error:
        'failed to mock response: mock: there is no example response for the content type: application/xml',
    },
  ])
})

test('limits of an operation: size, rate, time', async () => {
  await importOas({
    operations: {
      add: { requestSizeLimit: { ...on, value: 1 } },
      show: { rateLimit: { ...on, rate: 1, per: '1m' } },
      list: { enforceTimeout: { ...on, value: 7, duration: '400ms' } },
    },
  })
  expect(await call('/items', post)).toBe('400 Request is too large')
  expect(await call('/items/7')).toBe(200)
  expect(await call('/items/8')).toBe('429 API Rate Limit Exceeded')
  expect(await call('/items')).toBe(200)
  const { versions } = lab.apis.get('okta-api')?.version_data ?? {}
  expect(versions?.['Default']?.extended_paths?.hard_timeouts).toEqual([
    { path: '/items', method: 'GET', timeout: 7, duration: '400ms' },
  ])
})

test('an operation with everything switched off is as any other', async () => {
  const off = { enabled: false }
  await importOas({
    operations: {
      list: { allow: off, block: off, internal: off, mockResponse: off, ignoreAuthentication: off },
      unknown: { block: on },
    },
  })
  expect(await call('/items')).toBe(200)
})

test('what holds for the whole API: CORS, size, letter case', async () => {
  await importOas({
    global: {
      cors: { ...on, allowedOrigins: ['https://a.test'], allowedMethods: ['PUT'], maxAge: 9 },
      requestSizeLimit: { ...on, value: 1 },
      ignoreCase: on,
    },
    operations: {
      list: { ignoreAuthentication: on },
      show: { mockResponse: { ...on, code: 203 } },
    },
  })
  const answer = await lab.call('/api/x', {
    method: 'OPTIONS',
    headers: { origin: 'https://a.test', 'access-control-request-method': 'PUT' },
  })
  expect([answer.status, answer.headers.get('access-control-max-age')]).toEqual([204, '9'])
  expect(await call('/x', post)).toBe('400 Request is too large')
  expect(await call('/ITEMS', { isAnonymous: true })).toBe(200)
  expect(await call('/ITEMS/7')).toBe(203)
})

test('addresses that may call, and may not', async () => {
  const refused = '403 access from this IP has been disallowed'
  await importOas({ server: { ipAccessControl: { ...on, allow: ['10.0.0.0/8'] } } })
  expect(await call('/x')).toBe(refused)
  await importOas({ server: { ipAccessControl: { ...on, block: ['127.0.0.1'] } } })
  expect(await call('/x')).toBe(refused)
  await importOas({ server: { ipAccessControl: { enabled: false, block: ['127.0.0.1'] } } })
  expect(await call('/x')).toBe(200)
})

test('the rate of the API, and limits that are switched off', async () => {
  const upstream = { rateLimit: { ...on, rate: 1, per: '60s' } }
  await importOas({ upstream })
  expect(await call('/x')).toBe(200)
  expect(await call('/x')).toBe('429 API Rate Limit Exceeded')
  await importOas({ upstream, global: { skipRateLimit: true } })
  expect(await call('/x')).toBe(200)
  expect(await call('/x')).toBe(200)
  await lab.putPolicy({ quota_max: 1 })
  await importOas({ global: { skipQuota: true } })
  expect([await call('/x'), await call('/x')]).toEqual([200, 200])
})

test('the caller’s Host is passed on where the definition says so', async () => {
  await importOas({ upstream: { preserveHostHeader: on } })
  await call('/x')
  expect(lab.hits.at(-1)?.headers.host).toBe(`127.0.0.1:${lab.port}`)
})

test('the slash at the end of the target stays where the definition says so', async () => {
  const url = `${lab.upstreamUrl}/base/`
  await importOas({ upstream: { url } })
  await call('/')
  await importOas({ upstream: { url, preserveTrailingSlash: on } })
  await call('/')
  expect(lab.hits.map((hit) => hit.url)).toEqual(['/base', '/base/'])
})

test('an API that has ended, and an internal one', async () => {
  await importOas({ info: { expiration: '2020-01-01 00:00' } })
  expect(await call('/x')).toContain('API has expired')
  await importOas({ info: { state: { active: true, internal: true } } })
  expect((await lab.call('/api/x')).status).toBe(404)
})
