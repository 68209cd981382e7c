import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Registration } from '#shared/contract/registration.ts'
import { startTestCompanion, type TestCompanion } from './test-companion.ts'

let lab: TestCompanion

beforeEach(async () => {
  lab = await startTestCompanion()
})
afterEach(() => lab.stop())

const METADATA = {
  client_name: 'Stranger',
  redirect_uris: ['http://127.0.0.1:9/callback'],
  token_endpoint_auth_method: 'client_secret_basic',
}

type Client = Record<'client_id' | 'client_secret', string> &
  Record<'registration_access_token' | 'registration_client_uri', string>

async function register(dialect = 'mcp'): Promise<Client> {
  const answer = await fetch(`${lab.companion.addresses.idp}/${dialect}/reg`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(METADATA),
  })
  return (await answer.json()) as Client
}

async function findRow(clientId: string, state = 'active'): Promise<Registration> {
  return vi.waitFor(
    async () => {
      const [row] = await lab.client.listRegistrations({ query: { client_id: clientId, state } })
      if (!row) throw new Error('There is no such row yet')
      return row
    },
    { timeout: 10_000 },
  )
}

test('a client that a stranger registers stands in the ledger as observed, its secrets sealed', async () => {
  const client = await register()
  const row = await findRow(client.client_id)
  expect(row).toMatchObject({
    origin: 'observed',
    provider: 'other',
    registration_endpoint: `${lab.companion.addresses.idp}/mcp/reg`,
    client_name: 'Stranger',
    asked: METADATA,
    has_registration_access_token: true,
  })
  expect(JSON.stringify(row)).not.toContain(client.client_secret)
  expect(JSON.stringify(row)).not.toContain(client.registration_access_token)
  const { value } = await lab.client.revealSecret({
    body: { secret: `registration/${row.id}/client_secret` },
  })
  expect(value).toBe(client.client_secret)
})

test('a sweep of all leaves the client of a stranger, and a sweep that asks for it deletes it', async () => {
  const { client_id } = await register()
  const row = await findRow(client_id)
  expect(await lab.client.previewSweep({ query: {} })).toMatchObject({ count: 0 })
  expect(await lab.client.sweepClients({ body: {} })).toEqual({ deleted: [], left_behind: [] })
  await expect(lab.client.checkBudget({ body: { budget: 0 } })).resolves.toMatchObject({ count: 0 })
  expect(await lab.client.countRegistrations({ query: {} })).toMatchObject({
    undeleted: 0,
    origins: [{ origin: 'observed', count: 1 }],
  })
  expect(await lab.client.sweepClients({ body: { origin: 'observed' } })).toEqual({
    deleted: [row.id],
    left_behind: [],
  })
})

test('a client that its stranger changes and deletes is followed, its new token included', async () => {
  const client = await register()
  const row = await findRow(client.client_id)
  const manage = (method: string, token: string, body?: object): Promise<Response> =>
    fetch(client.registration_client_uri, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
  const { client_id, client_secret } = client
  const changed = await manage('PUT', client.registration_access_token, {
    ...METADATA,
    client_id,
    client_secret,
    client_name: 'Renamed',
  })
  const next = (await changed.json()) as Client
  await vi.waitFor(
    async () => {
      const { client_name } = await lab.client.getRegistration({
        params: { registration: row.id },
      })
      expect(client_name).toBe('Renamed')
    },
    { timeout: 10_000 },
  )
  const token = await lab.client.revealSecret({
    body: { secret: `registration/${row.id}/registration_access_token` },
  })
  expect(token.value).toBe(next.registration_access_token)
  expect((await manage('DELETE', next.registration_access_token)).status).toBe(204)
  expect(await findRow(client_id, 'deleted')).toMatchObject({ id: row.id, state: 'deleted' })
})

test('nothing is observed while the recording is off', async () => {
  await lab.client.putRecording({ body: { inbound: false } })
  const first = await register()
  await lab.client.putRecording({ body: { inbound: true } })
  const second = await register()
  await findRow(second.client_id)
  expect(await lab.client.listRegistrations({ query: { client_id: first.client_id } })).toEqual([])
})

test('a client that the lab registers itself gets one row', async () => {
  const { idp } = lab.companion.addresses
  const { client_id = '' } = await lab.client.registerClient({
    body: {
      id: crypto.randomUUID(),
      origin: 'test',
      provider: 'other',
      idp_host: `${idp}/mcp`,
      registration_endpoint: `${idp}/mcp/reg`,
      metadata: METADATA,
    },
  })
  await findRow((await register()).client_id)
  const rows = await lab.client.listRegistrations({ query: { client_id } })
  expect(rows.map(({ origin }) => origin)).toEqual(['test'])
})

test('the client of a stranger can be adopted: its row is taken over, with what was seen', async () => {
  const { client_id, client_secret } = await register()
  const row = await findRow(client_id)
  const { provider, idp_host, registration_endpoint } = row
  const adopted = await lab.client.adoptClient({
    body: { provider, idp_host, registration_endpoint, client: { client_id } },
  })
  expect(adopted).toMatchObject({ id: row.id, origin: 'adopted', client_name: 'Stranger' })
  expect(adopted.granted).toMatchObject({ redirect_uris: METADATA.redirect_uris })
  const { value } = await lab.client.revealSecret({
    body: { secret: `registration/${row.id}/client_secret` },
  })
  expect(value).toBe(client_secret)
})
