import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Lab, type Signer, createSigner, openTestGateway } from './test-gateway.ts'

let signer: Signer
let lab: Lab

beforeAll(async () => {
  signer = await createSigner('key-1')
})
beforeEach(async () => {
  lab = await openTestGateway([signer.jwk])
})
afterEach(() => lab.close())

const DOCUMENT = '{"resource":"https://api.test","authorization_servers":["https://idp.test"]}\n'

function publish(change: Record<string, unknown> = {}) {
  const oas = {
    openapi: '3.0.3',
    info: { title: 'OKTA API', version: '1.0.0' },
    'x-tyk-api-gateway': {
      info: { name: 'OKTA API', state: { active: true } },
      upstream: { url: lab.upstreamUrl },
      server: {
        listenPath: { value: '/api/' },
        authentication: {
          protectedResourceMetadata: {
            enabled: true,
            resource: 'https://api.test',
            authorizationServers: ['https://idp.test'],
          },
        },
      },
    },
  }
  return lab.putApi({ oas, ...change })
}

test('a client without a token finds out who issues them', async () => {
  await publish()
  const refused = await lab.call('/api/x')
  expect([refused.status, refused.text]).toEqual([
    400,
    '{\n    "error": "Authorization field missing"\n}',
  ])
  const challenge = refused.headers.get('www-authenticate')
  const url = `${lab.url}/api/.well-known/oauth-protected-resource`
  expect(challenge).toBe(`Bearer realm="tyk", resource_metadata="${url}"`)
  const found = await lab.call(new URL(url).pathname)
  expect([found.status, found.headers.get('content-type'), found.text]).toEqual([
    200,
    'application/json',
    DOCUMENT,
  ])
  expect(lab.hits).toHaveLength(0)
  expect((await lab.call('/api/x', { token: await signer.sign() })).status).toBe(200)
})

test.each([
  ['/orgs/{id}/', '/orgs/7/'],
  ['/api/', '/okta-api/'],
])('behind %s a call of %s is told an address that answers', async (listen_path, path) => {
  await publish({ proxy: { listen_path, target_url: lab.upstreamUrl, strip_listen_path: true } })
  const challenge = (await lab.call(`${path}x`)).headers.get('www-authenticate') ?? ''
  const [, url = ''] = /resource_metadata="([^"]*)"/.exec(challenge) ?? []
  expect(url).toBe(`${lab.url}${path}.well-known/oauth-protected-resource`)
  expect((await lab.call(new URL(url).pathname)).text).toBe(DOCUMENT)
})

test('auth tokens are told the same, and a keyless API publishes, too', async () => {
  await publish({ enable_jwt: false })
  const refused = await lab.call('/api/x')
  expect(refused.status).toBe(401)
  expect(refused.headers.get('www-authenticate')).toContain('resource_metadata=')
  await publish({ use_keyless: true })
  expect((await lab.call('/api/.well-known/oauth-protected-resource')).text).toBe(DOCUMENT)
})

test('without metadata there is no challenge, and the path is the upstream’s', async () => {
  const refused = await lab.call('/api/x')
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([400, null])
  const token = await signer.sign()
  await lab.call('/api/.well-known/oauth-protected-resource', { token })
  expect(lab.hits).toHaveLength(1)
})
