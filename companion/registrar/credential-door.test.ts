import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCompanion, TEST_TOKEN, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion
let provider: Server
let origin: string
let calls = 0

beforeAll(async () => {
  lab = await startTestCompanion()
  provider = createServer((_request, response) => {
    calls += 1
    response.writeHead(201).end('{"client_id":"made"}')
  })
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
})

afterAll(async () => {
  provider.close()
  await lab.stop()
})

const send = (path: string, body: unknown) =>
  fetch(lab.companion.addresses.control + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${TEST_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

const draft = (initial_access_token: string) => ({
  id: randomUUID(),
  provider: 'other',
  idp_host: origin,
  registration_endpoint: `${origin}/register`,
  initial_access_token,
  metadata: { client_name: 'Door' },
})

test.each([
  'line\nbreak',
  'ends with one\r\n',
  'nul\0',
  'wide ☃',
  ' blank',
  'del\u007f',
  'obs\u00e9',
])(
  'the token %j is refused at the door: nothing is sent, nothing is in the ledger',
  async (token) => {
    const before = (await lab.client.listRegistrations()).length
    const answer = await send('/api/registrations', draft(token))
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'REQUEST_INVALID' })
    expect(calls).toBe(0)
    expect((await lab.client.listRegistrations()).length).toBe(before)
  },
)

test('so it is wherever else such a token is taken', async () => {
  const token = 'line\nbreak'
  const place = { provider: 'other', idp_host: origin, registration_endpoint: `${origin}/register` }
  const client = { client_id: 'x' }
  for (const [path, body] of [
    ['/api/adoptions', { ...place, initial_access_token: token, client }],
    ['/api/examinations', { provider: 'other', host: origin, initial_access_token: token }],
  ] as const) {
    const answer = await send(path, body)
    expect([path, answer.status]).toEqual([path, 400])
    expect(await answer.text()).toContain('initial_access_token')
  }
  expect(calls).toBe(0)
})

test('a token that a header can carry is sent', async () => {
  expect((await send('/api/registrations', draft('a b~!'))).status).toBeLessThan(300)
  expect(calls).toBe(1)
})
