import { createHash, randomBytes } from 'node:crypto'
import { request } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startOrganisation, type TestOrganisation } from './testing.ts'

let okta: TestOrganisation

beforeAll(async () => {
  okta = await startOrganisation()
})

afterAll(() => okta.close())

const SERVER = '/oauth2/default'

async function getJson(path: string): Promise<Record<string, unknown>> {
  return (await fetch(okta.origin + path)).json() as Promise<Record<string, unknown>>
}

test.each([
  '/oauth2/default/.well-known/openid-configuration',
  '/oauth2/default/.well-known/oauth-authorization-server',
  '/.well-known/oauth-authorization-server/oauth2/default',
])('%s describes the authorization server', async (path) => {
  const document = await getJson(path)
  expect(document).toMatchObject({
    issuer: `${okta.origin}/oauth2/default`,
    token_endpoint: `${okta.origin}/oauth2/default/v1/token`,
    jwks_uri: `${okta.origin}/oauth2/default/v1/keys`,
    registration_endpoint: `${okta.origin}/oauth2/v1/clients`,
  })
})

test.each(['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'])(
  '%s describes the organisation',
  async (path) => {
    expect(await getJson(path)).toMatchObject({
      issuer: okta.origin,
      registration_endpoint: `${okta.origin}/oauth2/v1/clients`,
    })
  },
)

test('the key set holds no private part', async () => {
  const { keys } = (await getJson(`${SERVER}/v1/keys`)) as { keys: Record<string, unknown>[] }
  expect(keys).toHaveLength(1)
  expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
})

test('clients, scopes, tokens and the key survive a restart', async () => {
  const { json } = await okta.manage('POST', '/oauth2/v1/clients', {
    client_name: 'Survivor',
    application_type: 'service',
    grant_types: ['client_credentials'],
    response_types: ['token'],
    token_endpoint_auth_method: 'client_secret_post',
  })
  const before = await getJson(`${SERVER}/v1/keys`)
  await okta.restart()
  expect(await getJson(`${SERVER}/v1/keys`)).toEqual(before)
  const { client_id, client_secret } = json as { client_id: string; client_secret: string }
  const answer = await okta.post(`${SERVER}/v1/token`, {
    grant_type: 'client_credentials',
    client_id,
    client_secret,
  })
  expect(answer.json['scope']).toBe('tyk')
  expect((await okta.manage('GET', `/oauth2/v1/clients/${client_id}`)).status).toBe(200)
})

test('no secret stands in any record', async () => {
  const { json } = await okta.manage('POST', '/oauth2/v1/clients', {
    client_name: 'Canary',
    grant_types: ['client_credentials', 'authorization_code'],
    redirect_uris: ['https://app.example/cb'],
  })
  const { clients, scopes, apiTokens, settings, keys } = okta.records
  const stored = JSON.stringify(
    [clients, scopes, apiTokens, settings, keys].map((one) => one.list()),
  )
  for (const secret of [String(json['client_secret']), okta.apiToken])
    for (const form of [
      secret,
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('hex'),
    ])
      expect(stored).not.toContain(form)
  expect(stored).not.toMatch(/"d":/)
})

test('a user signs in and the code, bound by PKCE, becomes a token', async () => {
  const { json } = await okta.manage('POST', '/oauth2/v1/clients', {
    client_name: 'Web app',
    grant_types: ['authorization_code'],
    redirect_uris: ['https://app.example/cb'],
    token_endpoint_auth_method: 'client_secret_post',
  })
  const { client_id, client_secret } = json as { client_id: string; client_secret: string }
  const code_verifier = randomBytes(32).toString('base64url')
  const query = new URLSearchParams({
    client_id,
    redirect_uri: 'https://app.example/cb',
    response_type: 'code',
    scope: 'openid tyk',
    state: 's1',
    code_challenge: createHash('sha256').update(code_verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  const browser = createBrowser()
  const toForm = await browser(`${okta.origin}${SERVER}/v1/authorize?${query.toString()}`)
  const form = new URL(toForm.location, okta.origin).href
  expect((await browser(form)).text).toContain('Sign in to continue to Web app')
  const signedIn = await browser(form, { login: 'alice' })
  const back = await browser(new URL(signedIn.location, okta.origin).href)
  const callback = new URL(back.location)
  expect(callback.origin + callback.pathname).toBe('https://app.example/cb')
  expect(callback.searchParams.get('state')).toBe('s1')

  const exchange = (verifier: string) =>
    okta.post(`${SERVER}/v1/token`, {
      grant_type: 'authorization_code',
      client_id,
      client_secret,
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: 'https://app.example/cb',
      code_verifier: verifier,
    })
  const answer = await exchange(code_verifier)
  expect(answer.json).toMatchObject({ token_type: 'Bearer', scope: expect.stringContaining('tyk') })
  const claims = JSON.parse(
    Buffer.from(String(answer.json['access_token']).split('.')[1] ?? '', 'base64url').toString(),
  ) as Record<string, unknown>
  expect(claims).toMatchObject({ sub: 'alice', uid: 'alice', cid: client_id })
  expect((await exchange(code_verifier)).status).toBe(400)
})

test('the console shows clients without their secrets and escapes what strangers wrote', async () => {
  const { json } = await okta.manage('POST', '/oauth2/v1/clients', {
    client_name: '<img src=x onerror=alert(1)>',
    redirect_uris: ['https://app.example/cb'],
    logo_uri: 'https://evil.example/logo.png',
  })
  for (const path of ['/admin/clients', `/admin/clients/${String(json['client_id'])}`]) {
    const response = await fetch(okta.origin + path)
    const text = await response.text()
    expect(text).toContain(String(json['client_id']))
    expect(text).not.toContain(String(json['client_secret']))
    expect(text).not.toContain('<img')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  }
})

test('a foreign Host is turned away', async () => {
  const { statusCode } = await request(`${okta.origin}/admin/clients`, {
    headers: { host: 'evil.test' },
  })
  expect(statusCode).toBe(421)
})

test('no answer gives a page of another site permission to read it', async () => {
  const response = await fetch(`${okta.origin}/oauth2/v1/clients`, {
    headers: { origin: 'https://evil.example' },
  })
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
})

/** Keeps cookies and does not follow redirects. */
function createBrowser() {
  const jar = new Map<string, string>()
  return async (url: string, form?: Record<string, string>) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie, accept: 'text/html' },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      jar.set(name, value)
    }
    return { location: response.headers.get('location') ?? '', text: await response.text() }
  }
}
