import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, startOrganisation, type TestOrganisation } from '../testing.ts'
import type { Dialect } from './dialect.ts'

let lab: TestOrganisation

beforeAll(async () => {
  lab = await startOrganisation()
})

afterAll(() => lab.close())

const SERVICE = {
  client_name: 'Service',
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
  token_endpoint_auth_method: 'client_secret_post',
}

async function open(id: string): Promise<Dialect> {
  const dialect = await lab.idp.dialects.open(id)
  await dialect.saveScope('tyk', true)
  return dialect
}

async function discover({ host }: Dialect): Promise<Record<string, string>> {
  const { pathname } = new URL(`${host}/.well-known/openid-configuration`)
  return (await lab.call('GET', pathname)).json as Record<string, string>
}

async function register(
  dialect: Dialect,
  metadata: unknown,
  token?: string,
): Promise<Answer & { metadata: Record<string, string> }> {
  const metadataOfServer = await discover(dialect)
  const { pathname } = new URL(metadataOfServer['registration_endpoint'] ?? '')
  const answer = await lab.call('POST', pathname, { token, body: metadata })
  return { ...answer, metadata: metadataOfServer }
}

function pathOf(url: unknown): string {
  const { pathname, search } = new URL(String(url))
  return pathname + search
}

async function getToken(
  { json, metadata }: Awaited<ReturnType<typeof register>>,
  form: Record<string, string> = {},
): Promise<Answer> {
  return lab.post(pathOf(metadata['token_endpoint']), {
    grant_type: 'client_credentials',
    client_id: String(json['client_id']),
    client_secret: String(json['client_secret']),
    ...form,
  })
}

function claimsOf(answer: Answer): Record<string, unknown> {
  const [, payload = ''] = String(answer.json['access_token']).split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
}

test.each(['keycloak', 'auth0', 'curity', 'gluu', 'rfc', 'mcp', 'none'])(
  '%s: the metadata is at the appended and at the inserted place and names its own issuer',
  async (id) => {
    const { issuer } = await open(id)
    const { pathname } = new URL(issuer)
    const path = pathname.replace(/\/$/, '')
    for (const place of [
      `${path}/.well-known/openid-configuration`,
      `${path}/.well-known/oauth-authorization-server`,
      `/.well-known/oauth-authorization-server${path}`,
      // Keycloak does not serve this one.
      ...(id === 'keycloak' ? [] : [`/.well-known/openid-configuration${path}`]),
    ]) {
      const answer = await lab.call('GET', place)
      expect(answer.json['issuer'], place).toBe(issuer)
    }
  },
)

test('each has keys of its own', async () => {
  const kids = await Promise.all(
    ['keycloak', 'auth0', 'curity', 'gluu', 'rfc'].map(async (id) => {
      const { jwks_uri } = await discover(await open(id))
      const { keys } = (await lab.call('GET', pathOf(jwks_uri))).json as unknown as {
        keys: { kid: string; d?: string }[]
      }
      expect(keys[0]).not.toHaveProperty('d')
      return keys[0]?.kid
    }),
  )
  expect(new Set(kids).size).toBe(kids.length)
})

test('a rotated key signs from then on, and the old one is published beside it', async () => {
  const dialect = await open('gluu')
  const { jwks_uri } = await discover(dialect)
  const list = async (): Promise<string[]> =>
    (
      (await lab.call('GET', pathOf(jwks_uri))).json as unknown as { keys: { kid: string }[] }
    ).keys.map(({ kid }) => kid)
  const [old] = await list()
  await dialect.rotateKey(60)
  const [fresh, kept] = await list()
  expect(fresh).not.toBe(old)
  expect(kept).toBe(old)
  const answer = await register(dialect, { ...SERVICE, access_token_as_jwt: true })
  const [header = ''] = String((await getToken(answer)).json['access_token']).split('.')
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ kid: fresh })
})

describe('Keycloak', () => {
  test('a caller without a token is an untrusted host', async () => {
    const answer = await register(await open('keycloak'), SERVICE)
    expect(answer.status).toBe(403)
    expect(answer.json).toEqual({
      error: 'insufficient_scope',
      error_description:
        "Policy 'Trusted Hosts' rejected request to client-registration service. Details: Host not trusted.",
    })
  })

  test('an initial access token is good for five clients', async () => {
    const dialect = await open('keycloak')
    const token = await dialect.createInitialToken()
    for (let client = 0; client < 5; client += 1)
      expect((await register(dialect, SERVICE, token)).status).toBe(201)
    const answer = await register(dialect, SERVICE, token)
    expect(answer.status).toBe(401)
    expect(answer.json['error_description']).toBe('No remaining count on initial access token')
  })

  test('a member it does not know is refused', async () => {
    const dialect = await open('keycloak')
    const token = await dialect.createInitialToken()
    const answer = await register(dialect, { ...SERVICE, pol: 'gold' }, token)
    expect(answer.status).toBe(400)
    expect(answer.json['error']).toContain('Unrecognized field "pol" at line 1 column')
  })

  test('a scope that is not allowed is refused with its opaque words', async () => {
    const dialect = await open('keycloak')
    const token = await dialect.createInitialToken()
    const answer = await register(dialect, { ...SERVICE, scope: 'admin' }, token)
    expect(answer.status).toBe(403)
    expect(answer.json['error_description']).toContain('Not permitted to use specified clientScope')
  })

  test('a PUT replaces the registration access token, a GET does not', async () => {
    const dialect = await open('keycloak')
    const { json } = await register(dialect, SERVICE, await dialect.createInitialToken())
    const path = pathOf(json['registration_client_uri'])
    const first = String(json['registration_access_token'])
    const read = await lab.call('GET', path, { token: first })
    expect(read.json['registration_access_token']).toBe(first)
    const body = { ...SERVICE, client_id: json['client_id'] }
    const changed = await lab.call('PUT', path, { token: first, body })
    expect(changed.status).toBe(200)
    const second = String(changed.json['registration_access_token'])
    expect(second).not.toBe(first)
    expect((await lab.call('GET', path, { token: first })).status).toBe(401)
    expect((await lab.call('DELETE', path, { token: second })).status).toBe(204)
    expect((await lab.call('GET', path, { token: second })).status).toBe(401)
  })

  test('the token is for "account", and its subject is a service account', async () => {
    const dialect = await open('keycloak')
    const answer = await register(dialect, SERVICE, await dialect.createInitialToken())
    const claims = claimsOf(await getToken(answer))
    expect(claims).toMatchObject({
      iss: dialect.issuer,
      aud: 'account',
      typ: 'Bearer',
      azp: answer.json['client_id'],
    })
    expect(claims['sub']).not.toBe(answer.json['client_id'])
  })

  test('without client credentials there is no service account', async () => {
    const dialect = await open('keycloak')
    const metadata = {
      ...SERVICE,
      grant_types: ['authorization_code'],
      redirect_uris: ['https://app.example/cb'],
    }
    const answer = await register(dialect, metadata, await dialect.createInitialToken())
    expect((await getToken(answer)).json).toEqual({
      error: 'unauthorized_client',
      error_description: 'Client not enabled to retrieve service account',
    })
  })
})

describe('Auth0', () => {
  test('registration is open, there is no RFC 7592, and the default method is post', async () => {
    const { token_endpoint_auth_method: _method, ...metadata } = SERVICE
    const { status, json } = await register(await open('auth0'), metadata)
    expect(status).toBe(201)
    expect(json['token_endpoint_auth_method']).toBe('client_secret_post')
    expect(json).not.toHaveProperty('registration_client_uri')
    expect(json).not.toHaveProperty('registration_access_token')
  })

  test('a token needs an audience and a client grant', async () => {
    const dialect = await open('auth0')
    const answer = await register(dialect, SERVICE)
    const { audience } = dialect
    const refused = await getToken(answer)
    expect([refused.status, refused.json['error_description']]).toEqual([
      403,
      'No audience parameter was provided, and no default audience has been configured',
    ])
    expect(
      (await getToken(answer, { audience: 'https://else.test/' })).json['error_description'],
    ).toBe('Service not found: https://else.test/')
    expect((await getToken(answer, { audience })).json['error_description']).toContain(
      'client-grant',
    )
    const body = { client_id: answer.json['client_id'], audience, scope: [] }
    const path = '/auth0/api/v2/client-grants'
    expect((await lab.call('POST', path, { token: 'guess', body })).status).toBe(401)
    const token = await dialect.createInitialToken()
    expect((await lab.call('POST', path, { token, body })).status).toBe(201)
    const claims = claimsOf(await getToken(answer, { audience }))
    expect(claims).toMatchObject({
      iss: dialect.issuer,
      sub: `${String(answer.json['client_id'])}@clients`,
      aud: audience,
      gty: 'client-credentials',
    })
    expect(dialect.issuer).toMatch(/\/$/)
  })
})

describe('Curity', () => {
  test('its token works once', async () => {
    const dialect = await open('curity')
    const token = await dialect.createInitialToken()
    expect((await register(dialect, SERVICE, token)).status).toBe(201)
    const again = await register(dialect, SERVICE, token)
    expect(again.status).toBe(401)
    expect(again.headers.get('www-authenticate')).toContain('invalid_token')
  })

  test('reading a client replaces its registration access token', async () => {
    const dialect = await open('curity')
    const { json } = await register(dialect, SERVICE, await dialect.createInitialToken())
    const path = pathOf(json['registration_client_uri'])
    const token = String(json['registration_access_token'])
    const read = await lab.call('GET', path, { token })
    expect(read.json['registration_access_token']).not.toBe(token)
    expect((await lab.call('GET', path, { token })).status).toBe(401)
  })
})

describe('Gluu', () => {
  test('clients end after a day and are named in the query', async () => {
    const { json } = await register(await open('gluu'), SERVICE)
    expect(Number(json['client_secret_expires_at']) - Number(json['client_id_issued_at'])).toBe(
      86_400,
    )
    expect(json['registration_client_uri']).toContain('/register?client_id=')
    const read = await lab.call('GET', pathOf(json['registration_client_uri']), {
      token: String(json['registration_access_token']),
    })
    expect(read.json['client_id']).toBe(json['client_id'])
  })

  test('a token is opaque unless the client asked for a JWT', async () => {
    const dialect = await open('gluu')
    const opaque = await getToken(await register(dialect, SERVICE))
    expect(String(opaque.json['access_token']).split('.')).toHaveLength(1)
    const jwt = await getToken(await register(dialect, { ...SERVICE, access_token_as_jwt: true }))
    expect(claimsOf(jwt)['iss']).toBe(dialect.issuer)
  })
})

describe('plain RFC', () => {
  test('registration wants an initial access token', async () => {
    const dialect = await open('rfc')
    const refused = await register(dialect, SERVICE)
    expect(refused.status).toBe(401)
    const { status, json } = await register(dialect, SERVICE, await dialect.createInitialToken())
    expect(status).toBe(201)
    expect(json['registration_access_token']).toBeTypeOf('string')
  })

  test('its clients and tokens outlive a restart', async () => {
    const dialect = await open('rfc')
    const token = await dialect.createInitialToken()
    const answer = await register(dialect, SERVICE, token)
    await lab.restart()
    expect((await getToken(answer)).status).toBe(200)
    expect((await register(await open('rfc'), SERVICE, token)).status).toBe(201)
  })

  test('an unknown scope is refused instead of left out', async () => {
    const dialect = await open('rfc')
    const answer = await register(dialect, SERVICE, await dialect.createInitialToken())
    expect((await getToken(answer, { scope: 'nobody' })).json['error']).toBe('invalid_scope')
  })
})

test('the MCP-ready one is open, wants PKCE and takes documents as client ids', async () => {
  const dialect = await open('mcp')
  const { metadata, status } = await register(dialect, SERVICE)
  expect(status).toBe(201)
  expect(metadata).toMatchObject({
    code_challenge_methods_supported: ['S256'],
    client_id_metadata_document_supported: true,
  })
})

test('the one without registration names no endpoint and answers 404', async () => {
  expect(await discover(await open('none'))).not.toHaveProperty('registration_endpoint')
  expect((await lab.call('POST', '/none/reg', { body: SERVICE })).status).toBe(404)
})

test('another Host is refused by every dialect', async () => {
  for (const path of ['/rfc', '/keycloak/realms/lab']) {
    const url = `${lab.origin}${path}/.well-known/openid-configuration`
    const { statusCode, body } = await request(url, { headers: { host: 'evil.example' } })
    await body.dump()
    expect(statusCode).toBe(421)
  }
})
