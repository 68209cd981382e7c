import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { VisitDetails } from '#shared/contract/visit.ts'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { openMcpApi, Stranger } from './testing/stranger.ts'

let lab: TestCompanion
let api: string
let stranger: Stranger

beforeEach(async () => {
  lab = await startTestCompanion()
  api = await openMcpApi(lab)
  stranger = new Stranger(api, issuer())
})
afterEach(async () => {
  vi.useRealTimers()
  await lab.stop()
})

const issuer = (): string => `${lab.companion.addresses.idp}/mcp`

/** Half a minute later: who fell silent by then has given up. */
async function readVisit(id = stranger.clientId): Promise<VisitDetails> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 })
  return lab.client.getVisit({ params: { visit: id || (await readOnly()) } })
}

async function readOnly(): Promise<string> {
  const visits = await lab.client.listVisits()
  expect(visits.map(({ summary }) => summary)).toHaveLength(1)
  return visits[0]?.id ?? ''
}

test('a client that comes to its API is told leg by leg, with what ties each leg to it', async () => {
  await stranger.connect()
  await stranger.call()
  await stranger.call()
  const visit = await readVisit()
  expect(visit).toMatchObject({
    by: 'stranger',
    client_id: stranger.clientId,
    client_name: 'Stranger',
    place: 'Ready for MCP',
    state: 'succeeded',
    summary:
      'Called the API without a token and was challenged (401), read the resource metadata, read the server metadata, registered, was sent to the sign-in page, came back with a code, got a token, called the API (200), 2 times.',
  })
  expect(visit).not.toHaveProperty('ending')
  expect(visit.registration).toEqual(expect.any(String))
  const ties = new Map(visit.legs.map(({ meaning, tie }) => [meaning, tie]))
  expect(Object.fromEntries(ties)).toEqual({
    api_call: 'client_id',
    resource_metadata: expect.stringMatching(/^(?:connection|time)$/),
    server_metadata: expect.stringMatching(/^(?:connection|time)$/),
    registration: 'client_id',
    authorization: 'value',
    sign_in: 'value',
    token: 'client_id',
  })
  for (const { exchange } of visit.legs)
    await expect(lab.client.getExchange({ params: { exchange } })).resolves.toHaveProperty('oauth')
  expect(JSON.stringify(visit)).not.toContain(stranger.token)
})

test('a sign-in that is refused is told, and the leg that never came', async () => {
  await stranger.discover()
  await stranger.register()
  // A person who is not signed in may not be asked.
  await stranger.authorize({ prompt: 'none' })
  const visit = await readVisit()
  expect(visit.summary).toMatch(/registered, came back with login_required\.$/)
  expect(visit).toMatchObject({ state: 'refused', ending: { code: 'AUTHORIZATION_REFUSED' } })
})

test('a client that fell silent is under way first, and has ended early after half a minute', async () => {
  await stranger.discover()
  await stranger.register()
  await stranger.authorize()
  const early = await lab.client.getVisit({ params: { visit: stranger.clientId } })
  expect(early).toMatchObject({ state: 'under_way' })
  expect(early).not.toHaveProperty('ending')
  const late = await readVisit()
  expect(late).toMatchObject({
    state: 'ended_early',
    missing: 'token',
    ending: { code: 'STOPPED' },
  })
  expect(late.summary).toMatch(/came back with a code; never asked for a token\.$/)
})

test('a visit survives a restart', async () => {
  await stranger.connect()
  await stranger.call()
  const before = await lab.client.getVisit({ params: { visit: stranger.clientId } })
  lab = await lab.restart()
  const after = await lab.client.getVisit({ params: { visit: stranger.clientId } })
  expect(after).toEqual(before)
})

test('two clients at the same time are not mixed', async () => {
  const other = new Stranger(api, issuer())
  await Promise.all([stranger.connect(), other.connect()])
  await Promise.all([stranger.call(), other.call()])
  const [mine, its] = await Promise.all([readVisit(), readVisit(other.clientId)])
  for (const [visit, client] of [
    [mine, stranger],
    [its, other],
  ] as const) {
    const certain = visit.legs.filter(({ may_belong_to }) => may_belong_to === undefined)
    const ids = await Promise.all(
      certain.map(
        async ({ exchange }) =>
          (await lab.client.getExchange({ params: { exchange } })).oauth?.client_id,
      ),
    )
    expect(ids.filter((id) => id !== undefined && id !== client.clientId)).toEqual([])
    expect(visit.summary).toMatch(/registered, .*got a token, called the API \(200\)\.$/)
  }
})

test('what the lab’s own clients do is a visit of the lab', async () => {
  const { client_id = '' } = await lab.client.registerClient({
    body: {
      id: crypto.randomUUID(),
      origin: 'test',
      provider: 'other',
      idp_host: issuer(),
      registration_endpoint: `${issuer()}/reg`,
      metadata: { client_name: 'Ours', redirect_uris: ['http://127.0.0.1:9/callback'] },
    },
  })
  expect(await readVisit(client_id)).toMatchObject({ by: 'lab', client_name: 'Ours' })
})

test('a change is announced once what came in has settled', async () => {
  const abort = new AbortController()
  const answer = await fetch(`${lab.companion.addresses.control}/api/events`, {
    headers: { authorization: `Bearer ${lab.companion.token}` },
    signal: abort.signal,
  })
  await stranger.register()
  let text = ''
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    text += new TextDecoder().decode(chunk)
    if (/visit\.changed[\s\S]*Stranger/.test(text)) break
  }
  abort.abort()
  expect(text).toContain(stranger.clientId)
})

test('the invitation names the addresses, and says who cannot come', async () => {
  const invitation = await lab.client.getVisitInvitation()
  expect(invitation).toMatchObject({ issuer: issuer(), apis: [`${api}/`] })
  expect(invitation.hosted).toMatch(/Claude .* and ChatGPT .*public https/)
})
