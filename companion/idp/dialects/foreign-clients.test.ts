import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, startOrganisation, type TestOrganisation } from '../testing.ts'
import { signIn } from './test/sign-in.ts'

// What clients that are not ours do at a dialect, and what each of them needs.

let lab: TestOrganisation

beforeAll(async () => {
  lab = await startOrganisation()
})
afterAll(() => lab.close())

const ORIGIN = 'http://localhost:6274'
const REDIRECT = 'http://127.0.0.1:9/callback'
const VERIFIER = 'a'.repeat(43)
const CHALLENGE = 'ZtNPunH49FD35FWYhT5Tv8I7vRKQJ8uxMaL0_9eHjNA'

const PUBLIC = {
  client_name: 'Foreign',
  application_type: 'native',
  redirect_uris: [REDIRECT],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
}

async function discover(id: string): Promise<Record<string, string>> {
  const { host } = await lab.idp.dialects.open(id)
  const { pathname } = new URL(`${host}/.well-known/openid-configuration`)
  return (await lab.call('GET', pathname)).json as Record<string, string>
}

async function register(id: string, metadata: Record<string, unknown> = {}): Promise<Answer> {
  const dialect = await lab.idp.dialects.open(id)
  const { registration_endpoint = '' } = await discover(id)
  const token = await dialect.createInitialToken('Foreign')
  const body = { ...PUBLIC, ...metadata }
  return lab.call('POST', new URL(registration_endpoint).pathname, { token, body })
}

async function authorizeUrl(id: string, change: Record<string, string> = {}): Promise<URL> {
  const { authorization_endpoint = '' } = await discover(id)
  const url = new URL(authorization_endpoint)
  const params = {
    response_type: 'code',
    redirect_uri: REDIRECT,
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    state: 's',
    ...change,
  }
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
  return url
}

async function redeem(
  id: string,
  { json }: Answer,
  { callback, resource }: { callback: URL; resource?: string },
): Promise<Answer> {
  const { token_endpoint = '' } = await discover(id)
  return lab.post(new URL(token_endpoint).pathname, {
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
    client_id: String(json['client_id']),
    ...(typeof json['client_secret'] === 'string' && { client_secret: json['client_secret'] }),
    ...(resource !== undefined && { resource }),
  })
}

function audienceOf({ json }: Answer): unknown {
  const [, payload = ''] = String(json['access_token']).split('.')
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { aud?: unknown }).aud
}

describe('a client in a web page', () => {
  const ask = (
    path: string,
    {
      headers = {},
      ...init
    }: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
  ): Promise<Response> =>
    fetch(lab.origin + path, { ...init, headers: { origin: ORIGIN, ...headers } })

  test.each([
    ['/mcp/reg', 'POST'],
    ['/.well-known/oauth-authorization-server/mcp', 'GET'],
    ['/.well-known/openid-configuration/mcp', 'GET'],
    ['/mcp/.well-known/oauth-authorization-server', 'GET'],
    ['/mcp/.well-known/openid-configuration', 'GET'],
    ['/mcp/token', 'POST'],
    ['/mcp/jwks', 'GET'],
  ])('may ask before it calls %s', async (path, wanted) => {
    const names = 'content-type,mcp-protocol-version'
    const answer = await ask(path, {
      method: 'OPTIONS',
      headers: {
        'access-control-request-method': wanted,
        'access-control-request-headers': names,
      },
    })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-headers')).toBe(names)
    expect(answer.headers.get('access-control-allow-methods')).toContain(wanted)
  })

  test('registers, and reads the answer and the refusal', async () => {
    for (const [metadata, status] of [
      [PUBLIC, 201],
      [{ ...PUBLIC, redirect_uris: ['http://evil.test/'] }, 400],
    ] as const) {
      const answer = await ask('/mcp/reg', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(metadata),
      })
      expect(answer.status).toBe(status)
      expect(answer.headers.get('access-control-allow-origin')).not.toBeNull()
    }
  })

  test.each([
    ['none', 200],
    ['client_secret_post', 200],
  ])('gets its token with the method %s', async (method, status) => {
    const client = await register('mcp', { token_endpoint_auth_method: method })
    const client_id = String(client.json['client_id'])
    const callback = await signIn(await authorizeUrl('mcp', { client_id }))
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: REDIRECT,
      code_verifier: VERIFIER,
      client_id,
      ...(method !== 'none' && { client_secret: String(client.json['client_secret']) }),
    })
    const answer = await ask('/mcp/token', { method: 'POST', body: form })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('access-control-allow-origin')).not.toBeNull()
  })

  test('gets nothing of the pages that go by cookies', async () => {
    const answer = await ask('/mcp/auth?client_id=x')
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('the scope of a token answer', () => {
  test.each(['mcp', 'rfc', 'gluu', 'auth0'])('names what was granted at %s', async (id) => {
    await (await lab.idp.dialects.open(id)).saveScope('tyk', false)
    const client = await register(id)
    const client_id = String(client.json['client_id'])
    for (const scope of ['openid', 'openid tyk']) {
      const callback = await signIn(await authorizeUrl(id, { client_id, scope }))
      const { json } = await redeem(id, client, { callback })
      expect(String(json['scope']).split(' ').sort()).toEqual(scope.split(' '))
    }
  })

  test('of a refresh is what was asked for then', async () => {
    const client = await register('mcp')
    const client_id = String(client.json['client_id'])
    const scope = 'openid profile tyk'
    const callback = await signIn(await authorizeUrl('mcp', { client_id, scope }))
    const first = await redeem('mcp', client, { callback })
    const second = await lab.post('/mcp/token', {
      grant_type: 'refresh_token',
      refresh_token: String(first.json['refresh_token']),
      client_id,
      scope: 'openid tyk',
    })
    expect(second.json['scope']).toBe('openid tyk')
  })
})

describe('the parameter resource', () => {
  const resource = 'http://localhost:8791/mcp'

  test.each(['auth0', 'gluu', 'curity', 'keycloak'])(
    'means nothing to %s, which gives a token for its own audience',
    async (id) => {
      const client = await register(id, id === 'gluu' ? { access_token_as_jwt: true } : {})
      const client_id = String(client.json['client_id'])
      const callback = await signIn(
        await authorizeUrl(id, { client_id, resource, scope: 'openid' }),
      )
      expect(callback.searchParams.get('error')).toBeNull()
      const answer = await redeem(id, client, { callback, resource })
      expect(answer.status, answer.text).toBe(200)
      expect(audienceOf(answer)).not.toEqual(resource)
    },
  )

  test('is the audience at the mcp dialect', async () => {
    const client = await register('mcp')
    const client_id = String(client.json['client_id'])
    const callback = await signIn(await authorizeUrl('mcp', { client_id, resource }))
    expect(audienceOf(await redeem('mcp', client, { callback, resource }))).toBe(resource)
  })
})

describe('a dead end', () => {
  async function open(change: Record<string, string>, id = 'mcp'): Promise<Answer> {
    const url = await authorizeUrl(id, change)
    return lab.call('GET', url.pathname + url.search)
  }

  test.each(['mcp', 'okta', 'auth0'])('at %s: a client that is not known', async (id) => {
    const { status, text } = await open({ client_id: 'stranger' }, id)
    expect(status).toBe(400)
    expect(text).toContain('No client with the id stranger is known at this server')
    expect(text).toContain('has to register again')
  })

  test('a client that was deleted, and when', async () => {
    const client = await register('mcp')
    const { registration_client_uri: uri, registration_access_token: token } = client.json
    await lab.call('DELETE', new URL(String(uri)).pathname, { token: String(token) })
    const { text } = await open({ client_id: String(client.json['client_id']) })
    expect(text).toMatch(/was deleted at this server at \d{4}-\d\d-\d\dT/)
  })

  test('a redirect URI that is not registered, beside those that are', async () => {
    const client = await register('mcp')
    const client_id = String(client.json['client_id'])
    const redirect_uri = 'http://127.0.0.1:9/elsewhere'
    const { status, text } = await open({ client_id, redirect_uri })
    expect(status).toBe(400)
    expect(text).toContain(`asked to be sent back to ${redirect_uri}`)
    expect(text).toContain(`Registered are: ${REDIRECT}`)
  })

  test('a document that cannot be fetched, and why', async () => {
    const { status, text } = await open({ client_id: 'https://127.0.0.1:9/client.json' })
    expect(status).toBe(400)
    expect(text).toContain('known by its document at https://127.0.0.1:9/client.json')
    expect(text).toContain('certificate that this server trusts')
  })

  test('a request without a scope where no default is put in', async () => {
    const client = await register('auth0')
    const client_id = String(client.json['client_id'])
    const callback = await signIn(await authorizeUrl('auth0', { client_id }))
    expect(callback.searchParams.get('error')).toBe('access_denied')
    expect(callback.searchParams.get('error_description')).toContain('None of the scopes')
    expect(callback.searchParams.get('state')).toBe('s')
  })

  test('nothing that a stranger writes becomes markup', async () => {
    const { text } = await open({ client_id: '<script>alert(1)</script>' })
    expect(text).not.toContain('<script>alert')
  })
})
