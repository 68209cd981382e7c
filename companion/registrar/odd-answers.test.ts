import { randomUUID } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Registration } from '#shared/contract/registration.ts'
import { Journal } from '../store/embedded/journal.ts'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'

const SECRET = 'a-secret-that-must-not-be-lost'
const TOKEN = 'a-token-that-must-not-be-lost'
const DEEP = '['.repeat(20_000) + ']'.repeat(20_000)

/** Replaces the provider, since no real one can be told to answer so oddly. */
let double: Server
let lab: TestCompanion
let answerOddly: ((client: Record<string, unknown>, response: ServerResponse) => void) | undefined

beforeAll(async () => {
  lab = await startTestCompanion()
  double = createServer((request, response) => {
    const client_id = request.method === 'POST' ? randomUUID() : (request.url ?? '').slice(1)
    const client = {
      client_id,
      client_secret: SECRET,
      registration_access_token: TOKEN,
      registration_client_uri: `http://${request.headers.host}/${client_id}`,
    }
    if (answerOddly) return answerOddly(client, response)
    return response.writeHead(200).end(JSON.stringify(client))
  })
  await new Promise<void>((resolve) => double.listen(0, '127.0.0.1', () => resolve()))
})

afterEach(() => {
  answerOddly = undefined
  vi.restoreAllMocks()
})

afterAll(async () => {
  double.close()
  double.closeAllConnections()
  await lab.stop()
})

function order(id: string = randomUUID()) {
  const host = `http://127.0.0.1:${(double.address() as AddressInfo).port}`
  return {
    id,
    origin: 'test' as const,
    provider: 'other' as const,
    idp_host: host,
    registration_endpoint: host,
    metadata: { client_name: 'Odd' },
  }
}

const get = (registration: string): Promise<Registration> =>
  lab.client.getRegistration({ params: { registration } })

const reveal = async (id: string, field: string): Promise<string> =>
  (await lab.client.revealSecret({ body: { secret: `registration/${id}/${field}` } })).value

/** What each odd answer is made of the client. */
const ODDITIES: Record<string, (text: string) => string> = {
  'a member that is 20 000 levels deep': (text) => `${text.slice(0, -1)},"x":${DEEP}}`,
  'a member of a wrong type': (text) => text.replace('{', '{"redirect_uris":"https://app.test/",'),
  'a number for the id': (text) => text.replace(/"client_id":"[^"]*"/, '"client_id":4711'),
  'text before its JSON': (text) => `Deprecated: line 7\n${text}`,
  'a last brace that is missing': (text) => text.slice(0, -1),
  'more than 256 KiB': (text) => `${text.slice(0, -1)},"x":"${'y'.repeat(300_000)}"}`,
  'a member with the name __proto__': (text) => text.replace('{', '{"__proto__":{"x":1},'),
}

function answerWith(status: number, spoil: (text: string) => string): void {
  answerOddly = (client, response) => {
    response.writeHead(status).end(spoil(JSON.stringify(client)))
  }
}

test.each(Object.entries(ODDITIES))('an answer with %s keeps the client', async (_name, spoil) => {
  answerWith(201, spoil)
  const { id } = order()
  await lab.client.registerClient({ body: order(id) }).catch(() => undefined)
  const kept = await get(id)
  expect(kept.state).toMatch(/active|unknown/)
  expect(kept.state === 'active' || kept.failure?.includes('kept')).toBe(true)
  expect(JSON.stringify(kept)).not.toContain(SECRET)
  expect(JSON.stringify(kept)).not.toContain(TOKEN)
  expect(kept.client_id).toBeDefined()
  expect(kept.has_registration_access_token).toBe(true)
  expect(await reveal(id, 'client_secret')).toBe(SECRET)
  expect(await reveal(id, 'registration_access_token')).toBe(TOKEN)
})

test.each([202, 500])('a client that comes with status %i is kept as unknown', async (status) => {
  answerWith(status, (text) => text)
  const { id } = order()
  await lab.client.registerClient({ body: order(id) })
  expect(await get(id)).toMatchObject({ state: 'unknown', client_id: expect.any(String) as string })
  expect(await reveal(id, 'client_secret')).toBe(SECRET)
})

test('an answer that breaks off after the client keeps the client', async () => {
  answerOddly = (client, response) => {
    response.writeHead(201, { 'content-length': '9999' })
    response.write(JSON.stringify(client).slice(0, -1), () => response.destroy())
  }
  const { id } = order()
  await expect(lab.client.registerClient({ body: order(id) })).rejects.toMatchObject({
    code: 'PROVIDER_UNREACHABLE',
  })
  expect(await get(id)).toMatchObject({ state: 'unknown', client_id: expect.any(String) as string })
  expect(await reveal(id, 'client_secret')).toBe(SECRET)
})

test('half a surrogate pair in a secret and in an id is kept as it came', async () => {
  answerOddly = (_client, response) => {
    response.writeHead(201).end('{"client_id":"id-\\ud800","client_secret":"secret-\\udfff"}')
  }
  const { id, client_id, state } = await lab.client.registerClient({ body: order() })
  expect({ client_id, state }).toEqual({ client_id: 'id-\ud800', state: 'active' })
  expect(await reveal(id, 'client_secret')).toBe('secret-\udfff')
  lab = await lab.restart()
  expect((await get(id)).client_id).toBe('id-\ud800')
  expect(await reveal(id, 'client_secret')).toBe('secret-\udfff')
})

test('an unknown client whose id is kept can be read, and is then active', async () => {
  answerWith(201, ODDITIES['text before its JSON'] ?? String)
  const { id } = await lab.client.registerClient({ body: order() })
  answerOddly = undefined
  const { registration } = await lab.client.readRegistration({ params: { registration: id } })
  expect(registration).toMatchObject({ id, state: 'active' })
  expect(registration.failure).toBeUndefined()
})

test.each(Object.entries(ODDITIES))(
  'the answer to a read with %s keeps what was known, and a new secret',
  async (name, spoil) => {
    const { id } = await lab.client.registerClient({ body: order() })
    answerOddly = (client, response) => {
      response
        .writeHead(200)
        .end(spoil(JSON.stringify({ ...client, registration_access_token: 'a-newer-token' })))
    }
    const params = { registration: id }
    await lab.client.readRegistration({ params }).catch(() => undefined)
    expect((await get(id)).state).toBe('active')
    const token = name.includes('number') ? TOKEN : 'a-newer-token'
    expect(await reveal(id, 'registration_access_token')).toBe(token)
  },
)

test('an answer about another client changes nothing', async () => {
  const { id, client_id } = await lab.client.registerClient({ body: order() })
  answerOddly = (client, response) => {
    const other = { ...client, client_id: 'another', client_secret: 'of another client' }
    response.writeHead(200).end(JSON.stringify(other))
  }
  await expect(lab.client.readRegistration({ params: { registration: id } })).rejects.toMatchObject(
    { code: 'PROVIDER_REPLY_INVALID' },
  )
  expect((await get(id)).client_id).toBe(client_id)
  expect(await reveal(id, 'client_secret')).toBe(SECRET)
})

test('ten deep answers do not fail what others write at the same time', async () => {
  answerWith(201, ODDITIES['a member that is 20 000 levels deep'] ?? String)
  const odd = Array.from({ length: 10 }, () => lab.client.registerClient({ body: order() }))
  const innocent = Array.from({ length: 100 }, (_, count) =>
    lab.client.putPolicy({
      params: { policy: `p${count}` },
      body: { id: `p${count}`, name: `p${count}` },
    }),
  )
  expect(
    (await Promise.allSettled(innocent)).filter(({ status }) => status === 'rejected'),
  ).toEqual([])
  await Promise.allSettled(odd)
})

test('an answer that the disk refuses is shown, and written once the disk takes it', async () => {
  const full = vi.spyOn(Journal.prototype, 'append')
  answerOddly = (client, response) => {
    full.mockRejectedValue(new Error('ENOSPC: a disk that is full'))
    response.writeHead(201).end(JSON.stringify(client))
  }
  const { id } = order()
  await expect(lab.client.registerClient({ body: order(id) })).rejects.toMatchObject({
    code: 'STORE_WRITE_FAILED',
  })
  const waiting = await get(id)
  expect(waiting).toMatchObject({ state: 'unknown', client_id: expect.any(String) as string })
  expect(waiting.failure).toContain('leave the companion running')
  full.mockRestore()
  await vi.waitUntil(async () => (await get(id)).state === 'active', { timeout: 15_000 })
  lab = await lab.restart()
  const kept = await get(id)
  expect(kept).toMatchObject({ state: 'active', client_id: waiting.client_id })
  expect(kept.failure).toBeUndefined()
  expect(await reveal(id, 'client_secret')).toBe(SECRET)
})
