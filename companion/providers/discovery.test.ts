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
