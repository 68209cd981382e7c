import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ActiveFault } from '#shared/faults/fault.ts'
import { startTokenLab, type TokenLab } from './testing.ts'

const METADATA = '/.well-known/oauth-authorization-server/as'
const JSON_TYPE = { 'content-type': 'application/json' }
const GOOD = { access_token: 'opaque', token_type: 'Bearer', expires_in: 60 }

interface Answer {
  status: number
  headers?: Record<string, string>
  body?: unknown
}

let kit: TokenLab
let origin = ''
let calls: string[] = []
let tokenAnswer: Answer = { status: 200, body: GOOD }

/** An authorization server with the metadata of RFC 8414 and none of OpenID Connect. */
const server = createServer(({ method, url = '' }, response) => {
  calls.push(`${method} ${url}`)
  const issuer = `${origin}/as`
  const answers: Record<string, Answer> = {
    [METADATA]: {
      status: 200,
      body: { issuer, token_endpoint: `${issuer}/token`, registration_endpoint: `${issuer}/reg` },
    },
    '/as/reg': {
      status: 201,
      body: {
        client_id: randomUUID(),
        client_secret: 'a-secret',
        grant_types: ['client_credentials'],
      },
    },
    '/as/token': tokenAnswer,
  }
  const { status, headers = JSON_TYPE, body } = answers[url] ?? { status: 404 }
  response.writeHead(status, headers)
  response.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body))
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  kit = await startTokenLab()
})

beforeEach(() => {
  calls = []
  tokenAnswer = { status: 200, body: GOOD }
})

afterAll(async () => {
  await kit.lab.stop()
  server.close()
})

async function register(): Promise<string> {
  const { id } = await kit.lab.client.registerClient({
    body: {
      id: randomUUID(),
      origin: 'test',
      provider: 'okta',
      idp_host: `${origin}/as`,
      registration_endpoint: `${origin}/as/reg`,
      metadata: { client_name: 'Small', grant_types: ['client_credentials'], response_types: [] },
    },
  })
  calls = []
  return id
}

test('a token costs one read of the metadata, and the next one none', async () => {
  const registration = await register()
  expect(await kit.getToken(registration)).toMatchObject({ token_type: 'bearer' })
  expect(calls).toEqual([`GET ${METADATA}`, 'POST /as/token'])
  calls = []
  await kit.getToken(registration)
  expect(calls).toEqual(['POST /as/token'])
})

test('after a refusal the metadata is read again, in one call', async () => {
  const registration = await register()
  await kit.getToken(registration)
  tokenAnswer = { status: 400, body: { error: 'invalid_grant' } }
  await expect(kit.getToken(registration)).rejects.toMatchObject({ code: 'TOKEN_REFUSED' })
  tokenAnswer = { status: 200, body: GOOD }
  calls = []
  await kit.getToken(registration)
  expect(calls).toEqual([`GET ${METADATA}`, 'POST /as/token'])
})

const HTML = { 'content-type': 'text/html' }

test.each<[string, Answer, string, RegExp]>([
  [
    'a refusal of RFC 6749',
    { status: 400, body: { error: 'invalid_scope', error_description: 'No such scope' } },
    'TOKEN_REFUSED',
    /^Okta answered 400: invalid_scope: No such scope$/,
  ],
  [
    'a refusal in Okta’s own form',
    { status: 429, body: { errorCode: 'E0000047', errorSummary: 'API call exceeded rate limit.' } },
    'TOKEN_REFUSED',
    /^Okta answered 429: E0000047: API call exceeded rate limit\.$/,
  ],
  [
    'a challenge',
    {
      status: 401,
      headers: { ...JSON_TYPE, 'www-authenticate': 'Basic realm="x"' },
      body: { error: 'invalid_client' },
    },
    'TOKEN_REFUSED',
    /^Okta answered 401: invalid_client$/,
  ],
  ['an empty answer', { status: 503 }, 'TOKEN_REFUSED', /^Okta answered 503$/],
  [
    'the page of a proxy',
    { status: 404, headers: HTML, body: '<h1>Not found</h1>' },
    'TOKEN_REFUSED',
    /^Okta answered 404: <h1>Not found<\/h1>$/,
  ],
  [
    'a page in place of a token',
    { status: 200, headers: HTML, body: '<h1>Hello</h1>' },
    'PROVIDER_REPLY_INVALID',
    /^Okta answered 200, but the answer cannot be used: its content type is text\/html, not application\/json/,
  ],
  [
    'an answer without a token',
    { status: 200, body: { token_type: 'Bearer' } },
    'PROVIDER_REPLY_INVALID',
    /answered 200, but the answer cannot be used: it has no access_token/,
  ],
  [
    'an answer without a token type',
    { status: 200, body: { access_token: 'a' } },
    'PROVIDER_REPLY_INVALID',
    /it has no token_type, which RFC 6749 §5\.1 demands/,
  ],
  [
    'a form in place of JSON',
    {
      status: 200,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'access_token=gho_x&token_type=bearer',
    },
    'PROVIDER_REPLY_INVALID',
    /its content type is application\/x-www-form-urlencoded, not application\/json/,
  ],
  [
    'a redirect',
    { status: 302, headers: { location: '/login?next=secret' } },
    'PROVIDER_REPLY_INVALID',
    /answered 302, but .*it redirects to \/login, which looks like a page where people sign in, and/,
  ],
])('%s is told as it is', async (_name, answer, code, message) => {
  const registration = await register()
  tokenAnswer = answer
  await expect(kit.getToken(registration)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message) as string,
  })
})

test('nulls in a token answer are members left out', async () => {
  const registration = await register()
  const nulls = { id_token: null, refresh_token: null, scope: null }
  tokenAnswer = { status: 200, body: { ...GOOD, ...nulls } }
  const token = await kit.getToken(registration)
  expect(token).toMatchObject({ token_type: 'bearer' })
  expect(token).not.toHaveProperty('scope')
})

test('a fault of the embedded provider’s metadata is seen at once, and so is its end', async () => {
  const registration = await kit.register({})
  await kit.getToken(registration)
  const put = (...faults: ActiveFault[]) => kit.lab.client.putFaults({ body: { faults } })
  await put({ id: 'discovery-issuer-mismatch' })
  await expect(kit.getToken(registration)).rejects.toMatchObject({ code: 'DISCOVERY_FAILED' })
  await put()
  await kit.getToken(registration)
})
