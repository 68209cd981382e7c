import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Registration } from '#shared/contract/registration.ts'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'

const HASH = '{bcrypt}$2a$10$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW'

/** Replaces the provider: a real one needs a Java machine, as Spring Authorization Server does. */
let double: Server
let lab: TestCompanion
let origin: string
/** The secret that the token endpoint takes, and the one that a read names. */
let valid: string
let named: string
let tried: string[]

beforeAll(async () => {
  lab = await startTestCompanion()
  double = createServer((request, response) => {
    const answer = (status: number, body: unknown): void =>
      void response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify(body))
    const { url = '', method, headers } = request
    if (url.startsWith('/.well-known/'))
      return answer(200, { issuer: origin, token_endpoint: `${origin}/token` })
    if (url === '/token') {
      const [, secret = ''] = readBasic(headers.authorization)
      tried.push(secret)
      if (secret !== valid) return answer(401, { error: 'invalid_client' })
      return answer(200, { access_token: 'opaque-token', token_type: 'Bearer', expires_in: 60 })
    }
    const client_id = method === 'POST' ? randomUUID() : url.slice(1)
    return answer(method === 'POST' ? 201 : 200, {
      client_id,
      client_secret: method === 'POST' ? valid : named,
      token_endpoint_auth_method: 'client_secret_basic',
      registration_access_token: 'a-token-that-stays',
      registration_client_uri: `${origin}/${client_id}`,
    })
  })
  await new Promise<void>((resolve) => double.listen(0, '127.0.0.1', () => resolve()))
  origin = `http://127.0.0.1:${(double.address() as AddressInfo).port}`
})

beforeEach(() => {
  valid = `first-secret-${randomUUID()}`
  named = valid
  tried = []
})

afterAll(async () => {
  double.close()
  double.closeAllConnections()
  await lab.stop()
})

function readBasic(header = ''): string[] {
  const text = Buffer.from(header.replace('Basic ', ''), 'base64').toString()
  return text.split(':').map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
}

async function register(): Promise<{ registration: string }> {
  const { id } = await lab.client.registerClient({
    body: {
      id: randomUUID(),
      origin: 'test',
      provider: 'other',
      idp_host: origin,
      registration_endpoint: origin,
      metadata: { client_name: 'Two secrets' },
    },
  })
  return { registration: id }
}

async function readAs(secret: string, params: { registration: string }): Promise<Registration> {
  named = secret
  return (await lab.client.readRegistration({ params })).registration
}

const getToken = ({ registration }: { registration: string }): Promise<unknown> =>
  lab.client.requestToken({ body: { grant: 'client_credentials', registration } })

test('the hash of the secret in a read is not taken, and is noted', async () => {
  const params = await register()
  const read = await readAs(HASH, params)
  expect(read.client_secret).toBe(`••••${valid.slice(-4)}`)
  expect(read.other_client_secrets).toBeUndefined()
  expect(read.answer_notes?.join()).toContain('stored hash')
  await getToken(params)
  expect(tried).toEqual([valid])
  expect((await lab.client.getRegistration({ params })).other_client_secrets).toBeUndefined()
})

test('a read that replaces the secret: the newer one is tried first, and the older one goes', async () => {
  const params = await register()
  const read = await readAs(`second-secret-${randomUUID()}`, params)
  expect(read.other_client_secrets).toHaveLength(1)
  valid = named
  lab = await lab.restart()
  await getToken(params)
  expect(tried).toEqual([named])
  expect((await lab.client.getRegistration({ params })).other_client_secrets).toBeUndefined()
})

test('a read that names a secret that is none: the older one still gets the token, and stays', async () => {
  const params = await register()
  await readAs('not-a-secret-at-all', params)
  await getToken(params)
  expect(tried).toEqual(['not-a-secret-at-all', valid])
  const kept = await lab.client.getRegistration({ params })
  expect(kept.client_secret).toBe(`••••${valid.slice(-4)}`)
  expect(kept.other_client_secrets).toBeUndefined()
  tried = []
  await getToken(params)
  expect(tried).toEqual([valid])
})

test('while no secret works, all of them are held', async () => {
  const params = await register()
  await readAs('one-that-does-not-work', params)
  const { client_secret, other_client_secrets } = await readAs('nor-does-this-one', params)
  expect([client_secret, ...(other_client_secrets ?? [])]).toHaveLength(3)
  const first = valid
  valid = 'another that the lab never heard of'
  await expect(getToken(params)).rejects.toMatchObject({ code: 'TOKEN_REFUSED' })
  expect(tried).toEqual(['nor-does-this-one', 'one-that-does-not-work', first])
  expect((await lab.client.getRegistration({ params })).other_client_secrets).toHaveLength(2)
})

test('the same secret again is one secret', async () => {
  const params = await register()
  expect((await readAs(valid, params)).other_client_secrets).toBeUndefined()
})
