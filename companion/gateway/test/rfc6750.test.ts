import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { type Lab, type Signer, createSigner, openTestGateway, sendRaw } from './test-gateway.ts'

let signer: Signer
let lab: Lab

const profile = {
  error_profile: 'rfc6750',
  allowed_issuers: ['https://idp.test'],
  scopes_supported: ['tyk'],
}

beforeAll(async () => {
  signer = await createSigner('key-1')
})
beforeEach(async () => {
  lab = await openTestGateway([signer.jwk])
  await useProfile()
})
afterEach(() => lab.close())

const useProfile = (change: Record<string, unknown> = {}) =>
  lab.putApi({ config_data: { dcr_lab: profile }, ...change })

async function call(init: RequestInit & { token?: string } = {}) {
  const { status, headers, text } = await lab.call('/api/x', init)
  const { error } = status === 200 ? { error: undefined } : (JSON.parse(text) as { error: string })
  return { status, error, challenge: headers.get('www-authenticate') }
}

test('without a token the challenge has no error, and names the metadata', async () => {
  const metadata = `${lab.url}/.well-known/oauth-protected-resource/api`
  expect(await call()).toEqual({
    status: 401,
    error: 'unauthorized',
    challenge: `Bearer realm="OKTA API", resource_metadata="${metadata}"`,
  })
})

test('an MCP client finds its authorization server', async () => {
  const { challenge } = await call()
  const url = /resource_metadata="([^"]+)"/.exec(challenge ?? '')?.[1] ?? ''
  const answer = await fetch(url, { headers: { origin: 'https://inspector.test' } })
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(await answer.json()).toEqual({
    resource: `${lab.url}/api`,
    authorization_servers: ['https://idp.test'],
    bearer_methods_supported: ['header'],
    resource_name: 'OKTA API',
    scopes_supported: ['tyk'],
  })
})

test('the address that the metadata name answers, which with Tyk it does not', async () => {
  const token = await signer.sign()
  expect((await lab.call('/api', { token })).status).toBe(200)
  await lab.putApi()
  expect((await lab.call('/api', { token })).status).toBe(404)
})

test('metadata of an API that answers as Tyk does not exist', async () => {
  await lab.putApi()
  expect((await lab.call('/.well-known/oauth-protected-resource/api')).status).toBe(404)
  expect((await call()).challenge).toBeNull()
})

test('a bad token', async () => {
  const answer = await call({ token: 'a.b.c' })
  expect(answer).toMatchObject({ status: 401, error: 'invalid_token' })
  expect(answer.challenge).toMatch(/^Bearer realm="OKTA API", error="invalid_token", error_des/)
  const expired = await call({ token: await signer.sign({ exp: 1 }) })
  expect(expired.challenge).toContain('error_description="The access token has expired or')
  const foreign = await call({ token: await signer.sign({ iss: 'https://evil.test' }) })
  expect(foreign).toMatchObject({ status: 401, error: 'invalid_token' })
})

test('a token without the right', async () => {
  await useProfile({ jwt_default_policies: [] })
  const answer = await call({ token: await signer.sign() })
  expect(answer).toMatchObject({ status: 403, error: 'insufficient_scope' })
  expect(answer.challenge).toContain('error="insufficient_scope"')
  expect(answer.challenge).toContain('scope="tyk"')
})

test('limits are 429 and say when to come again', async () => {
  await lab.putPolicy({ rate: 1, per: 60 })
  const token = await signer.sign()
  await lab.call('/api/x', { token })
  const rated = await lab.call('/api/x', { token })
  expect([rated.status, rated.headers.get('retry-after')]).toEqual([429, '60'])
  await lab.putPolicy({ quota_max: 1, quota_renewal_rate: 60 })
  await lab.call('/api/x', { token })
  const counted = await lab.call('/api/x', { token })
  expect(counted.status).toBe(429)
  expect(Number(counted.headers.get('retry-after'))).toBeGreaterThan(50)
})

test('no keys at all is the gateway’s trouble, not the token’s', async () => {
  lab.jwks.answer = (_request, response) => response.writeHead(500).end()
  const answer = await lab.call('/api/x', { token: await signer.sign() })
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
  expect(answer.headers.get('www-authenticate')).toBeNull()
})

test('two tokens are a request that cannot be read', async () => {
  const line = `Authorization: Bearer ${await signer.sign()}\r\n`
  const head = `GET /api/x HTTP/1.1\r\nHost: 127.0.0.1:${lab.port}\r\nConnection: close\r\n`
  const answer = await sendRaw(lab.port, `${head}${line}${line}\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(answer).toContain('"error":"invalid_request"')
})

test('a token sent in two ways is a request that cannot be read', async () => {
  const token = await signer.sign()
  const both = await lab.call(`/api/x?access_token=${token}`, { token })
  expect([both.status, JSON.parse(both.text)]).toMatchObject([400, { error: 'invalid_request' }])
  expect((await lab.call(`/api/x?access_token=${token}`)).status).toBe(401)
  expect((await lab.call('/api/x?access_token=', { token })).status).toBe(200)
})

test('a name that would break out of the challenge', async () => {
  await useProfile({ name: 'A "quoted" \\ näme' })
  expect((await call()).challenge).toContain(`realm="A 'quoted' ' n?me"`)
})

test('the verdict says what the caller was told', async () => {
  await call({ token: 'a.b.c' })
  const [verdict] = lab.verdicts.list(1)
  expect(verdict).toMatchObject({ status: 401, error: 'invalid_token', is_allowed: false })
})

test('the profile cannot be saved without an issuer', () => {
  const parsed = ApiDefinition.safeParse({
    name: 'a',
    api_id: 'a',
    config_data: { dcr_lab: { error_profile: 'rfc6750' } },
    proxy: { listen_path: '/a/', target_url: 'http://127.0.0.1:1' },
  })
  expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual([
    'config_data.dcr_lab.allowed_issuers',
  ])
})
