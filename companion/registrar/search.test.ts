import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'

/** Loses the answers to registrations on their way from the Okta dialect. */
let thief: Server
let lab: TestCompanion
let apiToken: string
let isLosing = true

beforeAll(async () => {
  lab = await startTestCompanion()
  thief = createServer((request, response) => {
    void relay(request).then(async (answer) => {
      if (request.method === 'POST' && request.url === '/oauth2/v1/clients' && isLosing)
        return request.socket.destroy()
      response.writeHead(answer.status, { 'content-type': 'application/json' })
      return response.end(await answer.text())
    })
  })
  await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', () => resolve()))
  const run = await lab.client.createRun({ body: { origin: 'test' } })
  await runSteps(lab.client, run, { last: 'scope' })
  const secret = `run/${run.id}/api_token`
  apiToken = (await lab.client.revealSecret({ body: { secret } })).value
})

afterAll(async () => {
  thief.close()
  thief.closeAllConnections()
  await lab.stop()
})

async function relay(request: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const { 'content-type': type = 'application/json', authorization = '' } = request.headers
  return fetch(lab.companion.addresses.idp + request.url, {
    method: request.method ?? 'GET',
    headers: { authorization, 'content-type': type },
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  })
}

async function lose(client_name: string): Promise<{ registration: string }> {
  const id = randomUUID()
  const host = `http://127.0.0.1:${(thief.address() as AddressInfo).port}`
  const register = lab.client.registerClient({
    body: {
      id,
      origin: 'test',
      provider: 'okta',
      idp_host: host,
      registration_endpoint: `${host}/oauth2/v1/clients`,
      initial_access_token: apiToken,
      metadata: {
        client_name,
        application_type: 'service',
        grant_types: ['client_credentials'],
        response_types: ['token'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    },
  })
  await register.catch(() => undefined)
  const params = { registration: id }
  expect((await lab.client.getRegistration({ params })).state).toBe('unknown')
  return params
}

test('a client whose answer was lost is found by its name and taken over with a new secret', async () => {
  const params = await lose('Lost one')
  const found = await lab.client.findLostClient({ params })
  expect(found).toMatchObject({
    state: 'active',
    client_id: expect.stringMatching(/^0oa/) as string,
  })
  expect(found.client_secret).toMatch(/^••••/)
  expect(found.failure).toBeUndefined()
  expect((await lab.client.deleteRegistration({ params })).state).toBe('deleted')
})

test('a client that was deleted behind our back was never there', async () => {
  const params = await lose('Never made')
  const headers = { authorization: `SSWS ${apiToken}` }
  const list = `${lab.companion.addresses.idp}/oauth2/v1/clients`
  const [client] = (await (await fetch(`${list}?q=Never+made`, { headers })).json()) as {
    client_id: string
  }[]
  await fetch(`${list}/${client?.client_id}`, { method: 'DELETE', headers })
  expect(await lab.client.findLostClient({ params })).toMatchObject({ state: 'failed' })
})

test('of two that it may be, neither is taken', async () => {
  const [one] = [await lose('Twin'), await lose('Twin')]
  await expect(lab.client.findLostClient({ params: one })).rejects.toMatchObject({
    code: 'CLIENT_AMBIGUOUS',
  })
  expect((await lab.client.getRegistration({ params: one })).state).toBe('unknown')
})

test('a client that the ledger has is not taken for the lost one', async () => {
  const params = await lose('Known')
  await lab.client.findLostClient({ params })
  await expect(lab.client.findLostClient({ params })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  })
  const second = await lose('Known')
  const found = await lab.client.findLostClient({ params: second })
  const first = await lab.client.getRegistration({ params })
  expect(found.client_id).not.toBe(first.client_id)
})

test('a client that was registered at Okta is adopted by its id, read, and given a new secret', async () => {
  isLosing = false
  const host = lab.companion.addresses.idp
  const registration_endpoint = `${host}/oauth2/v1/clients`
  const made = await fetch(registration_endpoint, {
    method: 'POST',
    headers: { authorization: `SSWS ${apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'By an admin',
      application_type: 'service',
      grant_types: ['client_credentials'],
      response_types: ['token'],
    }),
  })
  const { client_id } = (await made.json()) as { client_id: string }
  const { id, is_unchecked } = await lab.client.adoptClient({
    body: {
      provider: 'okta',
      idp_host: host,
      registration_endpoint,
      initial_access_token: apiToken,
      client: { client_id },
    },
  })
  // What a person said is no answer of the provider.
  expect(is_unchecked).toBe(true)
  const params = { registration: id }
  const read = await lab.client.readRegistration({ params })
  expect(read.client).toMatchObject({ client_name: 'By an admin' })
  expect(read.registration).toMatchObject({ origin: 'adopted', client_name: 'By an admin' })
  expect(read.registration.is_unchecked).toBeUndefined()
  const { client_secret } = await lab.client.rotateSecret({ params })
  expect(client_secret).toMatch(/^••••/)
  await lab.client.requestToken({
    body: { grant: 'client_credentials', registration: id, scope: 'tyk' },
  })
})
