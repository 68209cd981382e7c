import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { Discovery } from '#shared/contract/endpoints/provider-endpoints.ts'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'

let provider: Server | undefined
let lab: TestCompanion | undefined

afterEach(async () => {
  provider?.closeAllConnections()
  provider?.close()
  await lab?.stop()
})

async function discover(members: Record<string, unknown>): Promise<Discovery> {
  provider = createServer((_request, response) => {
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ issuer, ...members }))
  })
  await new Promise<void>((resolve) => provider?.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/lab`
  lab = await startTestCompanion()
  return lab.client.discoverProvider({ body: { host: issuer } })
}

test.each([
  { registration_endpoint: 'file:///etc/passwd' },
  { token_endpoint: 'javascript:alert(1)' },
  { jwks_uri: 'data:application/json,{"keys":[]}' },
  { authorization_endpoint: 'javascript:alert(1)' },
  { device_authorization_endpoint: 'ftp://provider.example/' },
  { mtls_endpoint_aliases: { token_endpoint: 'gopher://provider.example/' } },
])('metadata that names %o are of no use', async (members) => {
  await expect(discover(members)).rejects.toMatchObject({
    code: 'DISCOVERY_FAILED',
    message: expect.stringContaining('http') as string,
  })
})

test('an endpoint on another host is taken, and named', async () => {
  const { notices } = await discover({ token_endpoint: 'https://tokens.example/token' })
  expect(notices?.join()).toContain('token_endpoint at https://tokens.example')
})

/** A provider with these documents alone, by path; `BASE` is its own address. */
async function discoverAmong(
  documents: Record<string, Record<string, unknown>>,
  path = '',
): Promise<{ found: Discovery; base: string; asked: string[] }> {
  const asked: string[] = []
  provider = createServer((request, response) => {
    asked.push(request.url ?? '')
    const document = documents[request.url ?? '']
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify(document ?? { error: 'Realm does not exist' }).replaceAll('BASE', base),
    )
  })
  await new Promise<void>((resolve) => provider?.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  lab = await startTestCompanion()
  const found = await lab.client.discoverProvider({ body: { host: base + path } })
  return { found, base, asked }
}

test.each([
  '/.well-known/oauth-authorization-server/tenant',
  '/.well-known/openid-configuration/tenant',
  '/tenant/.well-known/openid-configuration',
  '/tenant/.well-known/oauth-authorization-server',
])('the metadata of an issuer with a path is found at %s', async (place) => {
  const documents = { [place]: { issuer: 'BASE/tenant', token_endpoint: 'BASE/token' } }
  const { found, base } = await discoverAmong(documents, '/tenant')
  expect(found.source).toBe(base + place)
})

test('a host without a path is asked at no path of Okta’s', async () => {
  const documents = { '/.well-known/openid-configuration': { issuer: 'BASE' } }
  const { asked } = await discoverAmong(documents)
  expect(asked).toEqual([
    '/.well-known/oauth-authorization-server',
    '/.well-known/openid-configuration',
  ])
})

test('the form that names the registration endpoint is taken before one that does not', async () => {
  const documents = {
    '/.well-known/oauth-authorization-server': { issuer: 'BASE', token_endpoint: 'BASE/token' },
    '/.well-known/openid-configuration': {
      issuer: 'BASE',
      token_endpoint: 'BASE/token',
      registration_endpoint: 'BASE/connect/register',
    },
  }
  const { found, base } = await discoverAmong(documents)
  expect(found.registration_endpoint).toBe(`${base}/connect/register`)
})

test('a null is a member left out, and one of a wrong type is named', async () => {
  const { found, base } = await discoverAmong({
    '/.well-known/oauth-authorization-server': {
      issuer: 'BASE',
      token_endpoint: 'BASE/token',
      registration_endpoint: '/register',
      introspection_endpoint: '',
      jwks_uri: null,
      scopes_supported: null,
      grant_types_supported: 'authorization_code',
    },
  })
  expect(found).toEqual({
    issuer: base,
    token_endpoint: `${base}/token`,
    source: `${base}/.well-known/oauth-authorization-server`,
    notices: [
      expect.stringContaining('registration_endpoint'),
      expect.stringContaining('grant_types_supported'),
    ],
  })
})

test('where there is no metadata, the provider’s words are shown', async () => {
  await expect(discoverAmong({}, '/realms/nosuch')).rejects.toMatchObject({
    code: 'DISCOVERY_FAILED',
    message: expect.stringContaining('answered 404 (Realm does not exist)') as string,
  })
})
