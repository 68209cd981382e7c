import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Exchange } from '#shared/contract/exchange.ts'
import { startTestCompanion, type TestCompanion } from './test-companion.ts'

let lab: TestCompanion

beforeEach(async () => {
  lab = await startTestCompanion()
})
afterEach(() => lab.stop())

const list = (): Promise<Exchange[]> => lab.client.listExchanges({ query: { limit: 100 } })

const find = async (meaning: string): Promise<Exchange | undefined> =>
  (await list()).find(({ oauth }) => oauth?.meaning === meaning)

async function register(metadata: object): Promise<Record<string, string>> {
  const answer = await fetch(`${lab.companion.addresses.idp}/mcp/reg`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(metadata),
  })
  return (await answer.json()) as Record<string, string>
}

const STRANGER = {
  client_name: 'Stranger',
  redirect_uris: ['http://127.0.0.1:9/callback'],
  grant_types: ['authorization_code'],
}

test('what a stranger asks of the provider is an exchange with its lanes and meaning, secrets masked', async () => {
  const { idp } = lab.companion.addresses
  await fetch(`${idp}/.well-known/oauth-authorization-server/mcp`)
  const client = await register(STRANGER)
  const { client_id = '', client_secret = '', registration_access_token = '' } = client
  await fetch(`${idp}/mcp/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code: 'a-code-of-nobody-1234' }),
  })
  const exchanges = (await list()).toReversed()
  expect(
    exchanges.map(({ from, to, label, oauth, response }) => [
      `${from} > ${to}`,
      label,
      oauth?.meaning,
      response?.status,
    ]),
  ).toEqual([
    ['app > idp', 'Read server metadata', 'server_metadata', 200],
    ['app > idp', 'Register client', 'registration', 201],
    ['app > idp', 'Get token', 'token', 400],
  ])
  const [metadata, registration, token] = exchanges
  expect(metadata?.peer).toMatch(/^127\.0\.0\.1:\d+$/)
  expect([registration?.oauth?.client_id, token?.oauth?.client_id]).toEqual([client_id, client_id])
  const text = JSON.stringify(exchanges)
  for (const secret of [client_secret, registration_access_token, 'a-code-of-nobody-1234'])
    expect(text).not.toContain(secret)
})

test('a value that comes again is known by its digest, which is another one in another lab', async () => {
  const { idp } = lab.companion.addresses
  const ask = (): Promise<Response> =>
    fetch(`${idp}/mcp/auth?client_id=nobody&state=the-state-of-a-client`)
  await ask()
  await ask()
  const links = (await list()).map(({ oauth }) => oauth?.links)
  expect(links[0]).toEqual([expect.stringMatching(/^state:[\w-]{12}$/)])
  expect(links[1]).toEqual(links[0])
  const other = await startTestCompanion()
  try {
    await fetch(
      `${other.companion.addresses.idp}/mcp/auth?client_id=nobody&state=the-state-of-a-client`,
    )
    const [exchange] = await other.client.listExchanges({ query: { limit: 1 } })
    expect(exchange?.oauth?.links).not.toEqual(links[0])
  } finally {
    await other.stop()
  }
})

test('what the lab itself sent stands once, as it was sent', async () => {
  const { idp } = lab.companion.addresses
  await lab.client.registerClient({
    body: {
      id: crypto.randomUUID(),
      origin: 'test',
      provider: 'other',
      idp_host: `${idp}/mcp`,
      registration_endpoint: `${idp}/mcp/reg`,
      metadata: STRANGER,
    },
  })
  const registrations = (await list()).filter(({ oauth }) => oauth?.meaning === 'registration')
  expect(registrations).toHaveLength(1)
  expect(registrations[0]).toMatchObject({ from: 'registrar', to: 'idp' })
  expect(registrations[0]).not.toHaveProperty('peer')
})

test('a page of the portal is recorded without its text, a form without its password', async () => {
  const { portal } = lab.companion.addresses
  await fetch(`${portal}/sign-in`)
  await fetch(`${portal}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: portal },
    body: new URLSearchParams({ email: 'dora@example.test', password: 'open-sesame-1234' }),
  })
  const exchanges = await list()
  expect(exchanges.map(({ from, to, label }) => [from, to, label])).toEqual([
    ['developer', 'registrar', 'Use portal'],
    ['developer', 'registrar', 'Use portal'],
  ])
  expect(JSON.stringify(exchanges)).not.toContain('open-sesame-1234')
  expect(exchanges[1]?.response?.status).toBe(200)
  expect(exchanges[1]?.response).not.toHaveProperty('body')
})

test('the page of a refusal at the provider is kept, since it says why', async () => {
  await fetch(`${lab.companion.addresses.idp}/mcp/auth?client_id=nobody&response_type=code`)
  const asked = await find('authorization')
  expect(asked?.response?.status).toBe(400)
  expect(asked?.response?.body?.text).toContain('invalid_client')
})

test('one switch turns the recording off, and it stays off after a restart', async () => {
  expect(await lab.client.getRecording()).toEqual({ inbound: true })
  await lab.client.putRecording({ body: { inbound: false } })
  await register(STRANGER)
  expect(await list()).toEqual([])
  lab = await lab.restart()
  expect(await lab.client.getRecording()).toEqual({ inbound: false })
  await register(STRANGER)
  expect(await list()).toEqual([])
  await lab.client.putRecording({ body: { inbound: true } })
  await register(STRANGER)
  expect(await list()).toHaveLength(1)
})

test('large bodies are cut in the record and reach the provider whole', async () => {
  const answer = await register({ ...STRANGER, client_name: 'x'.repeat(50_000) })
  expect(answer['client_name']).toHaveLength(50_000)
  const asked = await find('registration')
  expect(asked?.request.body?.size_bytes).toBeGreaterThan(50_000)
})
