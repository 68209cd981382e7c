import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startOrganisation, type TestOrganisation } from '../testing.ts'

let lab: TestOrganisation

beforeAll(async () => {
  lab = await startOrganisation()
})

afterAll(() => lab.close())

const UNSAFE = [
  'javascript:alert(1)',
  'data:text/html,<script>1</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'https://app.example/cb#part',
  'https://*.example/cb',
  '/cb',
]

async function register(id: string, metadata: Record<string, unknown>) {
  const dialect = await lab.idp.dialects.open(id)
  const discovered = await fetch(
    `${dialect.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  )
  const { registration_endpoint } = (await discovered.json()) as Record<string, string>
  const answer = await fetch(String(registration_endpoint), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: await dialect.authorize() },
    body: JSON.stringify({
      client_name: 'Redirects',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      ...metadata,
    }),
  })
  return { status: answer.status, json: (await answer.json()) as Record<string, string> }
}

const DIALECTS = ['okta', 'keycloak', 'auth0', 'curity', 'gluu', 'rfc', 'mcp']

describe.each(DIALECTS)('%s', (id) => {
  test.each(UNSAFE)('%s is no redirect URI', async (uri) => {
    const { status, json } = await register(id, { redirect_uris: ['https://ok.example/cb', uri] })
    expect([status, json['error']]).toEqual([400, 'invalid_redirect_uri'])
  })

  test('http of another host is none for a public client', async () => {
    const metadata = {
      token_endpoint_auth_method: 'none',
      redirect_uris: ['http://app.example/cb'],
    }
    const { status, json } = await register(id, metadata)
    expect([status, json['error']]).toEqual([400, 'invalid_redirect_uri'])
  })

  test.each(['http://127.0.0.1:9/cb', 'http://localhost/cb', 'https://app.example/cb'])(
    '%s is one',
    async (uri) => {
      const metadata = { token_endpoint_auth_method: 'none', redirect_uris: [uri] }
      const native = { ...metadata, ...(uri.startsWith('http:') && { application_type: 'native' }) }
      expect((await register(id, native)).status).toBe(201)
    },
  )
})

test.each([
  ['okta', 201],
  ['keycloak', 201],
  ['auth0', 201],
  ['curity', 201],
  ['rfc', 201],
  // Documented: https for every web client. MCP: localhost or https, for every client.
  ['gluu', 400],
  ['mcp', 400],
])('%s: http of another host for a client with a secret: %i', async (id, expected) => {
  const metadata = {
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: ['http://app.example/cb'],
  }
  expect((await register(id, metadata)).status).toBe(expected)
})

test.each([
  [
    'okta',
    "'redirect_uris' must use https, except on the loopback interface: http://app.example/cb",
  ],
  [
    'auth0',
    "Payload validation error: 'Object didn't pass validation for format callback-url: http://app.example/cb' on property redirect_uris[1]",
  ],
  [
    'curity',
    'Invalid value for redirect_uris: it must use https, except on the loopback interface',
  ],
  ['gluu', 'Value of one or more redirect_uris is invalid.'],
  ['rfc', 'redirect_uris must use https, except on the loopback interface: http://app.example/cb'],
])('%s says so in its own words', async (id, words) => {
  const { json } = await register(id, {
    token_endpoint_auth_method: 'none',
    redirect_uris: ['https://ok.example/cb', 'http://app.example/cb'],
  })
  expect(json['error_description']).toBe(words)
})

test('auth0: another address has another format', async () => {
  const { json } = await register('auth0', { logo_uri: 'javascript:alert(1)', redirect_uris: [] })
  expect(json).toEqual({
    error: 'invalid_client_metadata',
    error_description:
      "Payload validation error: 'Object didn't pass validation for format absolute-uri-or-empty: javascript:alert(1)' on property logo_uri",
  })
})

test('an update is checked like a registration, whatever it leaves out', async () => {
  for (const id of ['keycloak', 'curity', 'rfc']) {
    const made = await register(id, {
      token_endpoint_auth_method: 'none',
      redirect_uris: ['https://app.example/cb'],
    })
    const { json } = made
    const update = await fetch(String(json['registration_client_uri']), {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${json['registration_access_token']}`,
      },
      body: JSON.stringify({
        client_id: json['client_id'],
        client_name: 'Redirects',
        ...(id !== 'keycloak' && { token_endpoint_auth_method: 'none' }),
        redirect_uris: ['http://app.example/cb'],
      }),
    })
    expect(update.status, id).toBe(400)
    expect(await update.json(), id).toMatchObject({ error: 'invalid_redirect_uri' })
  }
})
