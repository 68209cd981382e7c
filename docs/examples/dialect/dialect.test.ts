import { randomBytes } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { createDialects } from '../../../companion/idp/dialects/dialects.ts'
import { createSoftwarePublishers } from '../../../companion/idp/statements/software-publishers.ts'
import { listen, originOf } from '../../../companion/http/listen.ts'
import { createAesVault } from '../../../companion/secrets/aes-vault.ts'
import { createMemoryIdpRecords } from '../../../companion/store/idp-tables.ts'
import { dialect } from './dialect.ts'

let close = (): void => undefined

afterAll(() => close())

test('the example dialect is mounted, registers a client and gives it a token', async () => {
  const server = await listen({ name: 'identity provider', port: 0, option: '--port' })
  close = () => server.close()
  const origin = originOf(server)
  const records = await createMemoryIdpRecords()
  const vault = createAesVault({ id: 'memory', bytes: randomBytes(32) })
  const common = { records, vault, now: Date.now }
  const publishers = createSoftwarePublishers(common)
  const definitions = new Map([['example', dialect]])
  const dialects = createDialects({ ...common, origin, publishers }, definitions)
  server.on('request', (request, response) => dialects.handle('example', request, response))
  const { host, createInitialToken, saveScope } = await dialects.open('example')
  await saveScope('tyk', true)

  const discovery = await fetch(`${host}/.well-known/openid-configuration`)
  const metadata = (await discovery.json()) as Record<string, string>
  const token = await createInitialToken()
  const register = (name: string): Promise<Response> =>
    fetch(metadata['registration_endpoint'] ?? '', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ client_name: name, grant_types: ['client_credentials'] }),
    })
  const answer = await register('Example')
  expect(answer.status).toBe(201)
  expect((await register('Another')).status).toBe(401)
  const client = (await answer.json()) as { client_id: string; client_secret: string }
  const grant = await fetch(metadata['token_endpoint'] ?? '', {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${client.client_id}:${encodeURIComponent(client.client_secret)}`)}`,
    },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  expect(await grant.json()).toMatchObject({ token_type: 'Bearer', scope: 'tyk' })
})
