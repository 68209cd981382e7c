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

test('a token without the right is told the scopes that bring it, where scopes choose', async () => {
  await useProfile({ jwt_default_policies: [] })
  expect(await call({ token: await signer.sign() })).toEqual({
    status: 403,
    error: 'access_denied',
    challenge: null,
  })
  const scopes = { jwt: { scope_claim_name: 'scp', scope_to_policy: { read: 'okta-policy' } } }
  await useProfile({ jwt_default_policies: [], scopes })
  const answer = await call({ token: await signer.sign({ scp: 'openid' }) })
  expect(answer).toMatchObject({ status: 403, error: 'insufficient_scope' })
  expect(answer.challenge).toContain('error="insufficient_scope"')
  expect(answer.challenge).toContain('scope="read"')
  expect(await call({ token: await signer.sign({ scp: 'read' }) })).toMatchObject({ status: 200 })
})

/** `fetch` writes Host by itself. */
const ask = (host: string, target: string) =>
  sendRaw(lab.port, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)

test.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])(
  'a client that was given the name %s finds its resource under that name',
  async (name) => {
    const host = `${name}:${lab.port}`
    const origin = `http://${host.toLowerCase()}`
    const refused = await ask(host, '/api/x')
    expect(refused).toContain(
      `resource_metadata="${origin}/.well-known/oauth-protected-resource/api"`,
    )
    const metadata = await ask(host, '/.well-known/oauth-protected-resource/api')
    expect(metadata).toContain(`"resource":"${origin}/api"`)
  },
)

test('no name but the gateway’s own gets into metadata or a challenge', async () => {
  for (const target of ['/api/x', '/.well-known/oauth-protected-resource/api']) {
    const answer = await ask(`evil.test:${lab.port}`, target)
    expect(answer).toMatch(/^HTTP\/1\.1 4/)
    expect(answer).not.toContain('resource_metadata=')
    expect(answer).not.toContain('"resource"')
  }
})

const ORIGIN = 'http://localhost:6274'

function preflight(path: string, headers: string): Promise<Response> {
  return fetch(lab.url + path, {
    method: 'OPTIONS',
    headers: {
      origin: ORIGIN,
      'access-control-request-method': path.startsWith('/.well') ? 'GET' : 'POST',
      'access-control-request-headers': headers,
    },
  })
}

const MCP_HEADERS = 'authorization,content-type,mcp-method,mcp-name,mcp-protocol-version'

test('an MCP client in a web page may ask, and reads the challenge', async () => {
  const asked = await preflight('/api/x', MCP_HEADERS)
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-origin')).toBe('*')
  expect(asked.headers.get('access-control-allow-headers')).toBe(MCP_HEADERS)
  expect(asked.headers.get('access-control-allow-methods')).toBe('POST')
  const refused = await lab.call('/api/x', { headers: { origin: ORIGIN } })
  expect(refused.status).toBe(401)
  expect(refused.headers.get('access-control-allow-origin')).toBe('*')
  const exposed = refused.headers.get('access-control-expose-headers') ?? ''
  expect(exposed.split(', ')).toEqual(
    expect.arrayContaining(['WWW-Authenticate', 'Mcp-Session-Id']),
  )
  expect(lab.hits).toHaveLength(0)
})

test('a web page may read the metadata with the headers of MCP', async () => {
  const asked = await preflight('/.well-known/oauth-protected-resource/api', 'mcp-protocol-version')
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-origin')).toBe('*')
  expect(asked.headers.get('access-control-allow-headers')).toContain('*')
})

test('an OPTIONS request that is no preflight goes on to the upstream', async () => {
  const token = await signer.sign()
  expect((await lab.call('/api/x', { method: 'OPTIONS', token })).status).toBe(200)
  expect(lab.hits.map(({ method }) => method)).toEqual(['OPTIONS'])
})

test('an API may keep web pages out, or let in those of its own CORS alone', async () => {
  const closed = { ...profile, browser_clients: 'as_defined' }
  await useProfile({ config_data: { dcr_lab: closed } })
  const asked = await preflight('/api/x', MCP_HEADERS)
  expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([401, null])
  await useProfile({ CORS: { enable: true, allowed_origins: ['https://own.test'] } })
  const foreign = await preflight('/api/x', 'authorization')
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
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
