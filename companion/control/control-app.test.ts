import { readFile } from 'node:fs/promises'
import { Validator } from '@seriousme/openapi-schema-validator'
import { request } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#shared/contract/contract.ts'
import type { Endpoint } from '#shared/contract/endpoint.ts'
import { EXTENSION_ID } from '#shared/pairing/extension-identity.ts'
import { startTestCompanion, TEST_TOKEN, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

const EXTENSION_ORIGIN = `chrome-extension://${EXTENSION_ID}`

/** undici's `request` lets a test send Host and Origin headers, which `fetch` forbids. */
async function send(
  path: string,
  options: Parameters<typeof request>[1] = {},
  origin = lab.companion.addresses.control,
) {
  const { statusCode, headers, body } = await request(origin + path, options)
  return { status: statusCode, headers, text: await body.text() }
}

const authorized = { authorization: `Bearer ${TEST_TOKEN}` }

test('the OpenAPI document is valid and names every operation', async () => {
  const { text } = await send('/api/openapi.json', { headers: authorized })
  const document = JSON.parse(text) as {
    paths: Record<string, Record<string, { operationId: string }>>
    components: { schemas: Record<string, { $ref?: string; properties?: object }> }
  }
  const result = await new Validator().validate(document)
  expect(result).toMatchObject({ valid: true })
  const ids = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map((one) => one.operationId),
  )
  expect(new Set(ids)).toEqual(new Set([...Object.keys(contract), 'streamEvents', 'uploadFile']))
  const { schemas } = document.components
  expect(Object.values(schemas).filter(({ $ref }) => $ref !== undefined)).toEqual([])
  expect(Object.keys(schemas['Problem']?.properties ?? {})).toContain('code')
})

test('without a token every path answers the same', async () => {
  const paths = [
    ...(Object.values(contract) as Endpoint[])
      .filter(({ isPublic, method }) => !isPublic && method === 'get')
      .map(({ path }) => path),
    '/api/events',
    '/api/openapi.json',
    '/api/no-such-thing',
    '/',
  ]
  const answers = await Promise.all(paths.map((path) => send(path)))
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
  expect(answers[0]?.status).toBe(401)
  expect(JSON.parse(answers[0]?.text ?? '')).toMatchObject({ code: 'PAIRING_REQUIRED' })
})

test.each([
  '',
  'Bearer',
  'Bearer ',
  `Bearer ${TEST_TOKEN}x`,
  `Bearer ${TEST_TOKEN} x`,
  `Basic ${TEST_TOKEN}`,
])('the token "%s" is refused', async (authorization) => {
  expect((await send('/api/status', { headers: { authorization } })).status).toBe(401)
})

test('the right token is let in, with or without our own origin', async () => {
  expect((await send('/api/status', { headers: authorized })).status).toBe(200)
  const headers = { ...authorized, origin: EXTENSION_ORIGIN, 'sec-fetch-site': 'none' }
  expect((await send('/api/status', { headers })).status).toBe(200)
})

test.each([
  ['a web page', { origin: 'https://evil.example' }],
  ['a sandboxed frame', { origin: 'null' }],
  ['another extension', { origin: 'chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }],
  ['our own portal', { origin: 'http://127.0.0.1:8793', 'sec-fetch-site': 'same-site' }],
  ['an image on a foreign page', { 'sec-fetch-site': 'cross-site' }],
  ['an image on the portal', { 'sec-fetch-site': 'same-site' }],
])('%s is refused even with the right token', async (_case, headers) => {
  const answer = await send('/api/status', { headers: { ...authorized, ...headers } })
  expect(answer.status).toBe(403)
  expect(answer.headers['access-control-allow-origin']).toBeUndefined()
})

test('every listener refuses a foreign Host, before anything else', async () => {
  const { addresses } = lab.companion
  for (const origin of [
    addresses.control,
    addresses.gateway,
    addresses.idp,
    addresses.portal,
    addresses.sample_api,
  ]) {
    const { port } = new URL(origin)
    for (const host of [
      'evil.test',
      `evil.test:${port}`,
      `127.0.0.1.evil.test:${port}`,
      `0.0.0.0:${port}`,
      '127.0.0.1:1',
    ]) {
      const answer = await send('/', { headers: { ...authorized, host } }, origin)
      expect(answer.status, `${origin} Host: ${host}`).toBe(421)
    }
  }
})

test('a preflight gets no permission', async () => {
  const answer = await send('/api/status', {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'GET' },
  })
  expect(answer.status).toBe(403)
  expect(answer.headers['access-control-allow-origin']).toBeUndefined()
})

test('a body that is not JSON is refused and changes nothing', async () => {
  const before = (await lab.client.listRuns()).length
  const asText = await send('/api/runs', {
    method: 'POST',
    headers: { ...authorized, 'content-type': 'text/plain' },
    body: '{"target":"embedded"}',
  })
  expect(asText.status).toBe(415)
  const broken = await send('/api/runs', {
    method: 'POST',
    headers: { ...authorized, 'content-type': 'application/json' },
    body: '{"target":',
  })
  expect(broken.status).toBe(400)
  expect(JSON.parse(broken.text)).toMatchObject({ code: 'BODY_NOT_JSON' })
  expect((await lab.client.listRuns()).length).toBe(before)
})

test('bad input gets a problem document that names the field and the rule', async () => {
  const answer = await send('/api/policies/p1', {
    method: 'PUT',
    headers: { ...authorized, 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'p1', name: '', rate: 'many' }),
  })
  expect(answer.status).toBe(400)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  const problem = JSON.parse(answer.text) as { issues: { field: string; rule: string }[] }
  expect(problem).toMatchObject({ code: 'REQUEST_INVALID', status: 400 })
  expect(problem.issues.map(({ field, rule }) => `${field} ${rule}`)).toEqual([
    'name too_small',
    'rate invalid_type',
  ])
})

test('a definition the gateway would choke on cannot be saved', async () => {
  const definition = (listen_path: string, target_url: string) => ({
    name: 'x',
    api_id: 'x',
    proxy: { listen_path, target_url },
  })
  for (const [path, target] of [
    ['no-slash', 'http://127.0.0.1:1'],
    ['/a/../b/', 'http://127.0.0.1:1'],
    ['/a b/', 'http://127.0.0.1:1'],
    ['/tyk/x', 'http://127.0.0.1:1'],
    ['/ok/', 'file:///etc/passwd'],
    ['/ok/', 'http://user:pass@127.0.0.1/'],
    ['/ok/', 'nonsense'],
  ] as const) {
    const attempt = lab.client.putApi({ params: { api: 'x' }, body: definition(path, target) })
    await expect(attempt, `${path} ${target}`).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
  }
})

test('no GET changes anything', async () => {
  const journal = `${lab.dataDir}/journal.1.log`
  const before = await readFile(journal, 'utf8')
  for (const endpoint of Object.values(contract) as Endpoint[]) {
    if (endpoint.method !== 'get') continue
    await send(endpoint.path.replace(/:\w+/g, 'none'), { headers: authorized })
  }
  expect(await readFile(journal, 'utf8')).toBe(before)
})

test('Tyk’s own call clears the key sets, for paired callers only', async () => {
  const clear = (path: string, headers = {}) => send(path, { method: 'DELETE', headers })
  const { status, text } = await clear('/tyk/cache/jwks', authorized)
  expect([status, JSON.parse(text)]).toEqual([200, { status: 'ok', message: 'cache invalidated' }])
  expect((await clear('/tyk/cache/jwks/okta-api', authorized)).status).toBe(200)
  expect((await clear('/tyk/cache/jwks')).status).toBe(401)
})

test('a publisher’s key is a public one', async () => {
  const publishers = (key: object) => ({
    method: 'PUT' as const,
    headers: { ...authorized, 'content-type': 'application/json' },
    body: JSON.stringify({
      publishers: [{ issuer: 'https://vendor.example', jwks: { keys: [{ kty: 'EC', ...key }] } }],
    }),
  })
  const path = '/api/embedded-idp/software-publishers'
  const refused = await send(path, publishers({ d: 'private' }))
  expect(refused).toMatchObject({ status: 400 })
  expect(refused.text).toContain('Give the public key')
  expect(await send(path, publishers({ crv: 'P-256' }))).toMatchObject({ status: 200 })
})
