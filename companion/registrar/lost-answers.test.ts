import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'

/** Replaces the provider, since a real provider cannot be told to lose an answer. */
let double: Server
let lab: TestCompanion
let answerDelete: 'lost' | 'gone' | number = 204
let isReadLost = false

beforeAll(async () => {
  lab = await startTestCompanion()
  double = createServer((request, response) => {
    if (request.method === 'DELETE') {
      if (answerDelete === 'lost') request.socket.destroy()
      else response.writeHead(answerDelete === 'gone' ? 401 : answerDelete).end()
      return
    }
    if (request.method === 'GET' && isReadLost) {
      request.socket.destroy()
      return
    }
    const client_id = request.method === 'GET' ? (request.url ?? '').slice(1) : randomUUID()
    response.writeHead(201, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        client_id,
        client_secret: 'a-secret',
        client_secret_expires_at: 0,
        registration_access_token: 'a-token',
        registration_client_uri: `http://${request.headers.host}/${client_id}`,
      }),
    )
  })
  await new Promise<void>((resolve) => double.listen(0, '127.0.0.1', () => resolve()))
})

beforeEach(() => {
  answerDelete = 204
  isReadLost = false
})

afterAll(async () => {
  double.close()
  double.closeAllConnections()
  await lab.stop()
})

async function register(): Promise<{ registration: string }> {
  const host = `http://127.0.0.1:${(double.address() as AddressInfo).port}`
  const { id } = await lab.client.registerClient({
    body: {
      id: randomUUID(),
      origin: 'test',
      provider: 'other',
      idp_host: host,
      registration_endpoint: host,
      metadata: { client_name: 'Short-lived' },
    },
  })
  return { registration: id }
}

test('a deletion whose answer was lost is known, and 401 is then its outcome', async () => {
  const params = await register()
  answerDelete = 'lost'
  await expect(lab.client.deleteRegistration({ params })).rejects.toMatchObject({
    code: 'PROVIDER_UNREACHABLE',
  })
  const open = await lab.client.getRegistration({ params })
  expect(open).toMatchObject({ state: 'active' })
  expect(open.deletion_asked_at).toBeDefined()
  lab = await lab.restart()
  expect((await lab.client.getRegistration({ params })).failure).toContain('may be gone already')
  answerDelete = 'gone'
  const { state, failure } = await lab.client.deleteRegistration({ params })
  expect({ state, failure }).toEqual({ state: 'deleted', failure: undefined })
})

test('401 to a first deletion says nothing of the client, which stays', async () => {
  const params = await register()
  answerDelete = 'gone'
  for (const _ of [1, 2])
    await expect(lab.client.deleteRegistration({ params })).rejects.toMatchObject({
      code: 'PROVIDER_REJECTED',
    })
  const after = await lab.client.getRegistration({ params })
  expect(after).toMatchObject({ state: 'active' })
  expect(after.deletion_asked_at).toBeUndefined()
})

test('a failure of the provider leaves the outcome open', async () => {
  const params = await register()
  answerDelete = 503
  await expect(lab.client.deleteRegistration({ params })).rejects.toThrow()
  expect((await lab.client.getRegistration({ params })).deletion_asked_at).toBeDefined()
})

test('a read whose answer was lost may have replaced the token, and the ledger says so until the next', async () => {
  const params = await register()
  isReadLost = true
  await expect(lab.client.readRegistration({ params })).rejects.toMatchObject({
    code: 'PROVIDER_UNREACHABLE',
  })
  expect((await lab.client.getRegistration({ params })).renewal_asked_at).toBeDefined()
  lab = await lab.restart()
  expect((await lab.client.getRegistration({ params })).failure).toContain('may have replaced')
  isReadLost = false
  const { registration } = await lab.client.readRegistration({ params })
  expect(registration.failure).toBeUndefined()
  expect(registration.renewal_asked_at).toBeUndefined()
})
