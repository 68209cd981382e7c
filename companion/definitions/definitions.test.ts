import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { AppError } from '#shared/errors/app-error.ts'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})
afterAll(() => lab.stop())
beforeEach(async () => {
  for (const { api_id } of await lab.client.listApis())
    // One after the other, since the tests share one store.
    await lab.client.deleteApi({ params: { api: api_id } })
})

const policy = {
  id: 'p',
  name: 'Policy',
  access_rights: { a: { api_id: 'a', api_name: 'A', versions: ['Default'] } },
}
const classic = {
  name: 'A',
  api_id: 'a',
  jwt_source: 'http://idp.test/keys',
  jwt_default_policies: ['p'],
  version_data: { not_versioned: true, versions: { Default: { name: 'Default' } } },
  proxy: { listen_path: '/a/', target_url: 'http://127.0.0.1:1' },
}
const oas = {
  openapi: '3.0.3',
  info: { title: 'B', version: '1.0.0' },
  paths: {},
  components: { securitySchemes: { t: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  'x-tyk-api-gateway': {
    info: { id: 'b', name: 'B', state: { active: true } },
    upstream: { url: 'http://127.0.0.1:1' },
    server: {
      listenPath: { value: '/b/', strip: true },
      authentication: {
        enabled: true,
        securitySchemes: {
          t: { enabled: true, header: { enabled: true }, signingMethod: 'rsa', jwksURIs: [] },
        },
      },
    },
  },
}

async function listIssues(definitions: Record<string, unknown>[]): Promise<string[]> {
  try {
    await lab.client.importDefinitions({ body: { definitions } })
  } catch (thrown) {
    if (thrown instanceof AppError) return (thrown.options.issues ?? []).map(({ field }) => field)
    throw thrown
  }
  return []
}

test('definitions of Tyk come in and go out', async () => {
  const reply = await lab.client.importDefinitions({
    body: { definitions: [oas, policy, classic] },
  })
  expect(reply).toEqual({ apis: ['b', 'a'], policies: ['p'] })
  const exported = await lab.client.exportApi({ params: { api: 'a' } })
  expect(exported).toMatchObject({ api_id: 'a', jwt_source: btoa('http://idp.test/keys') })
  const document = await lab.client.exportApi({ params: { api: 'b' }, query: { format: 'oas' } })
  expect(document).toMatchObject({ info: { title: 'B' } })
  const out = await lab.client.exportPolicy({ params: { policy: 'p' } })
  expect(out).toMatchObject({ id: 'p', partitions: { acl: false } })
  expect((await fetch(`${lab.companion.addresses.gateway}/b/x`)).status).toBe(400)
})

test('what does not fit is named, and nothing is taken', async () => {
  const wrong = { ...classic, api_id: 'c', proxy: { ...classic.proxy, target_url: 'nowhere' } }
  expect(await listIssues([{ ...classic, api_id: 'd' }, wrong, { hello: 1 }])).toEqual([
    'definitions.1.proxy.target_url',
    'definitions.2',
  ])
  const clash = [classic, { ...classic, api_id: 'e' }]
  expect(await listIssues(clash)).toEqual(['listen_path'])
  expect(await lab.client.listApis()).toEqual([])
})

/** Replaces Tyk, which cannot run in a test: records the calls and answers as Tyk's documentation says. */
async function openTykMock(refuse?: string) {
  const seen: { method: string; url: string; secret: string; body: unknown }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const { method = '', url = '', headers } = request
      const secret = String(headers['x-tyk-authorization'])
      seen.push({ method, url, secret, body: text === '' ? undefined : JSON.parse(text) })
      response.writeHead(url === refuse ? 400 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ status: 'ok', echo: secret }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, seen, close: () => server.close() }
}

const secret = '352d20ee67be67f6340b4c0605b044b7'

test('a dry run shows the calls and makes none (mock of Tyk)', async () => {
  const tyk = await openTykMock()
  await lab.client.importDefinitions({ body: { definitions: [policy, classic, oas] } })
  const { calls } = await lab.client.pushToTyk({ body: { url: `${tyk.url}/`, secret } })
  expect(
    calls.map(({ method, url, status }) => [method, url.slice(tyk.url.length), status]),
  ).toEqual([
    ['POST', '/tyk/policies', undefined],
    ['POST', '/tyk/apis', undefined],
    ['POST', '/tyk/apis/oas', undefined],
    ['GET', '/tyk/reload/?block=true', undefined],
  ])
  expect(JSON.stringify(calls)).not.toContain(secret)
  expect(tyk.seen).toEqual([])
  tyk.close()
})

test('a push makes the same calls, with the secret, which is written down nowhere (mock of Tyk)', async () => {
  const tyk = await openTykMock()
  await lab.client.importDefinitions({ body: { definitions: [policy, classic] } })
  const reply = await lab.client.pushToTyk({ body: { url: tyk.url, secret, dry_run: false } })
  expect([reply.ok, reply.calls.map(({ status }) => status)]).toEqual([true, [200, 200, 200]])
  expect(tyk.seen.map((call) => [call.url, call.secret])).toEqual([
    ['/tyk/policies', secret],
    ['/tyk/apis', secret],
    ['/tyk/reload/?block=true', secret],
  ])
  expect(tyk.seen[1]?.body).not.toHaveProperty('oas')
  const exchanges = await lab.client.listExchanges({ query: { limit: 10 } })
  expect(exchanges.filter(({ label }) => label === 'Push to Tyk')).toHaveLength(3)
  expect(JSON.stringify([exchanges, reply])).not.toContain(secret)
  tyk.close()
})

test('a push stops at the first call that is refused (mock of Tyk)', async () => {
  const tyk = await openTykMock('/tyk/policies')
  await lab.client.importDefinitions({ body: { definitions: [policy, classic] } })
  const reply = await lab.client.pushToTyk({ body: { url: tyk.url, secret, dry_run: false } })
  expect([reply.ok, reply.calls.map(({ status }) => status)]).toEqual([false, [400]])
  tyk.close()
})
