import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const KEY = new TextEncoder().encode('a key that the trusted issuer and the provider share')

let lab: TestCompanion
let server: Server
let origin: string

/** Gives a token for a JWT that verifies, as RFC 7523 §3 says; no provider in the lab has this grant. */
async function answerToken(form: URLSearchParams): Promise<[number, unknown]> {
  if (form.get('grant_type') !== GRANT) return [400, { error: 'unsupported_grant_type' }]
  try {
    const { payload } = await jwtVerify(form.get('assertion') ?? '', KEY, { audience: origin })
    return [200, { access_token: `for-${payload.sub}`, token_type: 'Bearer', expires_in: 60 }]
  } catch {
    return [
      400,
      { error: 'invalid_grant', error_description: `Not good: ${form.get('assertion')}` },
    ]
  }
}

beforeAll(async () => {
  lab = await startTestCompanion()
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const answer = (status: number, body: unknown): void =>
        void response
          .writeHead(status, { 'content-type': 'application/json' })
          .end(JSON.stringify(body))
      if (request.url === '/register')
        return answer(201, { client_id: 'c1', client_secret: 'the-secret-of-c1' })
      if (request.url === '/token')
        return void answerToken(new URLSearchParams(text)).then((given) => answer(...given))
      return answer(200, { issuer: origin, token_endpoint: `${origin}/token` })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.close()
  server.closeAllConnections()
  await lab.stop()
})

async function register(): Promise<string> {
  const { id } = await lab.client.registerClient({
    body: {
      id: randomUUID(),
      origin: 'test',
      provider: 'other',
      idp_host: origin,
      registration_endpoint: `${origin}/register`,
      metadata: { client_name: 'Bearer of JWTs', grant_types: [GRANT] },
    },
  })
  return id
}

const sign = (audience: string): Promise<string> =>
  new SignJWT({ sub: 'ann' })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(audience)
    .setExpirationTime('1 minute')
    .sign(KEY)

test('a JWT that the provider trusts is given for a token', async () => {
  const body = {
    grant: GRANT,
    registration: await register(),
    assertion: await sign(origin),
  } as const
  const token = await lab.client.requestToken({ body })
  const { value } = await lab.client.revealSecret({
    body: { secret: `token/${token.id}/access_token` },
  })
  expect(value).toBe('for-ann')
})

test('a JWT that is refused stands neither in the error nor in the exchange', async () => {
  const assertion = await sign('https://elsewhere.example')
  const body = { grant: GRANT, registration: await register(), assertion } as const
  const refused = await lab.client.requestToken({ body }).catch((thrown: unknown) => thrown)
  expect(refused).toMatchObject({ code: 'TOKEN_REFUSED' })
  const signature = assertion.split('.')[2] ?? ''
  expect(String(refused)).not.toContain(signature)
  const exchanges = JSON.stringify(await lab.client.listExchanges())
  expect(exchanges).toContain('invalid_grant')
  expect(exchanges).not.toContain(signature)
})
