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
  enable_jwt: true,
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
  expect(reply).toEqual({ apis: ['b', 'a'], policies: ['p'], notes: [] })
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
