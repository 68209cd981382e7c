import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Answer, startOrganisation, type TestOrganisation } from '../../testing.ts'

let okta: TestOrganisation
let client: { client_id: string; client_secret: string }

const TOKEN = '/oauth2/default/v1/token'
const SCOPES = '/api/v1/authorizationServers/default/scopes'

beforeAll(async () => {
  okta = await startOrganisation()
})

beforeEach(async () => {
  client = await register({})
})

afterAll(() => okta.close())

async function register(metadata: Record<string, unknown>) {
  const { json } = await okta.manage('POST', '/oauth2/v1/clients', {
    client_name: 'App',
    application_type: 'service',
    grant_types: ['client_credentials'],
    response_types: ['token'],
    token_endpoint_auth_method: 'client_secret_post',
    ...metadata,
  })
  return { client_id: String(json['client_id']), client_secret: String(json['client_secret']) }
}

function ask(
  form: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  return okta.post(TOKEN, { grant_type: 'client_credentials', ...client, ...form }, headers)
}

function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`
}

test('the token is Okta’s: header, claims, their order, and nothing else', async () => {
  const { status, json } = await ask({ scope: 'tyk' })
  expect(status).toBe(200)
  expect(json).toEqual({
    token_type: 'Bearer',
    expires_in: 3600,
    access_token: expect.any(String),
    scope: 'tyk',
  })
  const token = String(json['access_token'])
  expect(decodeProtectedHeader(token)).toEqual({ kid: expect.any(String), alg: 'RS256' })
  const keys = createRemoteJWKSet(new URL(`${okta.origin}/oauth2/default/v1/keys`))
  const { payload } = await jwtVerify(token, keys, {
    issuer: `${okta.origin}/oauth2/default`,
    audience: 'api://default',
  })
  expect(Object.keys(payload)).toEqual([
    'ver',
    'jti',
    'iss',
    'aud',
    'iat',
    'exp',
    'cid',
    'scp',
    'sub',
  ])
  expect(payload).toMatchObject({
    ver: 1,
    jti: expect.stringMatching(/^AT\./),
    cid: client.client_id,
    scp: ['tyk'],
    sub: client.client_id,
  })
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600)
})

test('without a scope the default one is granted', async () => {
  expect((await ask()).json['scope']).toBe('tyk')
})

test('Basic credentials are form-encoded first', async () => {
  const { client_id, client_secret } = await register({
    token_endpoint_auth_method: 'client_secret_basic',
  })
  const answer = await okta.post(
    TOKEN,
    { grant_type: 'client_credentials' },
    { authorization: basic(client_id, client_secret) },
  )
  expect(answer.status).toBe(200)
})

const NOT_CONFIGURED =
  'One or more scopes are not configured for the authorization server resource.'

test.each([
  [
    'no credentials',
    { client_id: '', client_secret: '' },
    401,
    'invalid_client',
    "Invalid value for 'client_id' parameter.",
  ],
  [
    'an unknown client',
    { client_id: '0oaNobody' },
    401,
    'invalid_client',
    "Invalid value for 'client_id' parameter.",
  ],
  [
    'a wrong secret',
    { client_secret: 'wrong' },
    401,
    'invalid_client',
    'The client secret supplied for a confidential client is invalid.',
  ],
  ['an unknown scope', { scope: 'nope' }, 400, 'invalid_scope', NOT_CONFIGURED],
  ['a known and an unknown scope', { scope: 'tyk nope' }, 400, 'invalid_scope', NOT_CONFIGURED],
  [
    'openid',
    { scope: 'openid' },
    400,
    'invalid_scope',
    "Cannot request 'openid' scopes using client credentials.",
  ],
  [
    'no grant',
    { grant_type: '' },
    400,
    'invalid_request',
    "The token request must specify a 'grant_type'. Valid values: [authorization_code, refresh_token, client_credentials].",
  ],
  [
    'another grant',
    { grant_type: 'password' },
    400,
    'unsupported_grant_type',
    'The authorization grant type is not supported by the authorization server. Configured grant types: [authorization_code, refresh_token, client_credentials].',
  ],
  [
    'a grant that the client lacks',
    { grant_type: 'authorization_code', code: 'x' },
    400,
    'unauthorized_client',
    'The client is not authorized to use the provided grant type. Configured grant types: [client_credentials].',
  ],
])('%s is refused in Okta’s words', async (_case, form, status, error, error_description) => {
  const answer = await ask(form)
  expect(answer.status).toBe(status)
  expect(answer.json).toEqual({ error, error_description })
})

test('a call from a browser is refused', async () => {
  const answer = await ask({}, { origin: 'https://app.example' })
  expect(answer.json).toEqual({
    error: 'unauthorized_client',
    error_description:
      'Browser requests to the token endpoint may only use the authorization_code grant_type.',
  })
})

test('credentials in the address are refused', async () => {
  const answer = await okta.post(`${TOKEN}?client_id=${client.client_id}`, {
    grant_type: 'client_credentials',
  })
  expect(answer.json['error_description']).toBe(
    'Client credentials cannot be supplied via query parameters.',
  )
})

test('a parameter sent twice is refused', async () => {
  const form = `grant_type=client_credentials&client_id=${client.client_id}&client_secret=${client.client_secret}&scope=tyk&scope=nope`
  expect((await okta.post(TOKEN, form)).json['error_description']).toBe(
    'Duplicate parameter provided in request. Duplicated parameters: [scope].',
  )
})

test('credentials in two places are refused', async () => {
  const answer = await ask({}, { authorization: basic(client.client_id, client.client_secret) })
  expect(answer.status).toBe(401)
  expect(answer.json['error']).toBe('invalid_request')
})

test.each([
  'Basic',
  'Basic !!!',
  'Bearer abc',
  `Basic ${Buffer.from('no-colon').toString('base64')}`,
  `Basic ${Buffer.from('%zz:x').toString('base64')}`,
])('the header "%s" holds no credentials', async (authorization) => {
  const answer = await okta.post(TOKEN, { grant_type: 'client_credentials' }, { authorization })
  expect(answer.json).toEqual({
    error: 'invalid_client',
    error_description: 'Found Authentication header but was not valid client credentials.',
  })
})

test.each([
  ['a foreign resource', { resource: 'https://evil.example' }, 400],
  ['a foreign resource with a good scope', { resource: 'https://evil.example', scope: 'tyk' }, 400],
  ['our own resource with an unknown scope', { resource: 'api://default', scope: 'admin' }, 400],
])('%s gets no token', async (_case, form, status) => {
  const answer = await ask(form)
  expect(answer.status).toBe(status)
  expect(answer.json).not.toHaveProperty('access_token')
})

test('naming our own resource changes nothing', async () => {
  expect((await ask({ resource: 'api://default' })).json['scope']).toBe('tyk')
})

test('without an access policy no client gets a token', async () => {
  await okta.idp.saveSettings({ has_access_policy: false })
  const answer = await ask()
  await okta.idp.saveSettings({ has_access_policy: true })
  expect(answer.status).toBe(400)
  expect(answer.json).toEqual({
    error: 'access_denied',
    error_description:
      'Policy evaluation failed for this request, please check the policy configurations.',
  })
})

test('without a default scope one has to be named', async () => {
  const [scope] = JSON.parse((await okta.manage('GET', SCOPES)).text) as {
    id: string
    name: string
  }[]
  await okta.manage('PUT', `${SCOPES}/${scope?.id}`, { ...scope, default: false })
  const without = await ask()
  const named = await ask({ scope: 'tyk' })
  await okta.manage('PUT', `${SCOPES}/${scope?.id}`, { ...scope, default: true })
  expect(without.json['error_description']).toBe(
    "The authorization server resource does not have any configured default scopes, 'scope' must be provided.",
  )
  expect(named.status).toBe(200)
})

test('a client assertion is judged by the engine', async () => {
  const { client_id, client_secret } = await register({
    token_endpoint_auth_method: 'client_secret_jwt',
  })
  const sign = (secret: string) =>
    new SignJWT({ jti: crypto.randomUUID() })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(client_id)
      .setSubject(client_id)
      .setAudience(`${okta.origin}/oauth2/default`)
      .setExpirationTime('1m')
      .setIssuedAt()
      .sign(new TextEncoder().encode(secret))
  const send = async (secret: string) =>
    okta.post(TOKEN, {
      grant_type: 'client_credentials',
      client_id,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await sign(secret),
    })
  expect((await send(client_secret)).status).toBe(200)
  expect((await send('another-secret-that-is-long-enough-for-hs256')).status).toBe(401)
})

test('introspection tells the truth until the token is revoked or the client deleted', async () => {
  const token = String((await ask()).json['access_token'])
  const introspect = () => okta.post('/oauth2/default/v1/introspect', { ...client, token })
  expect((await introspect()).json).toMatchObject({
    active: true,
    scope: 'tyk',
    client_id: client.client_id,
    token_type: 'Bearer',
  })
  const other = await register({})
  await okta.post('/oauth2/default/v1/revoke', { ...other, token })
  expect((await introspect()).json['active']).toBe(true)
  await okta.post('/oauth2/default/v1/revoke', { ...client, token })
  expect((await introspect()).json).toEqual({ active: false })
  const bad = await okta.post('/oauth2/default/v1/introspect', { ...client, token: 'nonsense' })
  expect(bad.json).toEqual({ active: false })
  expect((await okta.post('/oauth2/default/v1/introspect', { token })).status).toBe(401)
})

test('a deleted client gets no more tokens', async () => {
  await okta.manage('DELETE', `/oauth2/v1/clients/${client.client_id}`)
  expect((await ask()).status).toBe(401)
})
