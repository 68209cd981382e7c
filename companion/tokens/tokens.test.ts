import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Flow, Token } from '#shared/contract/token.ts'
import type { DcrProvider } from '#shared/tyk/dcr-options.ts'
import { findStep, runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
  // The first steps leave a default scope behind for the clients below.
  for (const provider of ['other', 'gluu', 'okta'] as const)
    await runSteps(lab.client, await lab.client.createRun({ body: { provider, origin: 'test' } }), {
      last: 'scope',
    })
})

afterEach(() => lab.client.putClock({ body: { offset_seconds: 0 } }))

afterAll(() => lab.stop())

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code'

/** A client of the plain dialect, unless said otherwise. */
async function register(
  metadata: Record<string, unknown>,
  provider: DcrProvider = 'other',
): Promise<string> {
  const { idp } = lab.companion.addresses
  const dialect = provider === 'gluu' ? `${idp}/gluu` : `${idp}/mcp`
  const place = { other: '/reg', gluu: '/jans-auth/restv1/register' }
  const { id, state, failure } = await lab.client.registerClient({
    body: {
      id: randomUUID(),
      origin: 'test',
      provider,
      idp_host: dialect,
      registration_endpoint: dialect + place[provider as 'other'],
      metadata: {
        client_name: 'Tokens',
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: 'client_secret_basic',
        ...metadata,
      },
    },
  })
  expect(failure ?? state).toBe('active')
  return id
}

async function reveal({ id }: Token): Promise<string> {
  return (await lab.client.revealSecret({ body: { secret: `token/${id}/access_token` } })).value
}

async function claimsOf(token: Token): Promise<Record<string, unknown>> {
  const [, payload = ''] = (await reveal(token)).split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
}

/** A browser's way from the start of a flow to where the provider lets it go. */
async function signIn(start: string, form: Record<string, string> = {}): Promise<Response> {
  const jar = new Map<string, string>()
  let url = new URL(start)
  let init: RequestInit = {}
  for (let hop = 0; hop < 15; hop += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: { cookie, ...(init.headers as Record<string, string>) },
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const location = response.headers.get('location')
    const text = location === null ? await response.text() : ''
    const hidden = [...text.matchAll(/name="(xsrf|user_code|confirm)" value="([^"]*)"/g)]
    const action = /action="([^"]+)"/.exec(text)?.[1]
    if (location === null && action === undefined) return new Response(text, response)
    url = new URL(location ?? action ?? '', url)
    init = {}
    if (location === null || url.pathname.includes('/interaction/'))
      init = {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          login: 'ada',
          ...form,
          ...Object.fromEntries(hidden.map(([, name, value]) => [name, value])),
        }).toString(),
      }
  }
  throw new Error('Too many redirects')
}

async function waitFor(flow: Flow): Promise<Flow> {
  for (let look = 0; look < 150; look += 1) {
    const now = await lab.client.getFlow({ params: { flow: flow.id } })
    if (now.state !== 'waiting') return now
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('The flow never ended')
}

async function findToken(id: string | undefined): Promise<Token> {
  const token = (await lab.client.listTokens()).find((candidate) => candidate.id === id)
  if (!token) throw new Error(`There is no token ${id}`)
  return token
}

describe('client credentials', () => {
  test.each([
    ['client_secret_post', {}],
    ['client_secret_basic', {}],
    ['client_secret_jwt', { token_endpoint_auth_signing_alg: 'HS256' }],
    ['private_key_jwt', { token_endpoint_auth_signing_alg: 'RS256' }],
  ])('with %s', async (token_endpoint_auth_method, extra) => {
    const registration = await register({ token_endpoint_auth_method, ...extra })
    const token = await lab.client.requestToken({
      body: { grant: 'client_credentials', registration },
    })
    expect(token).toMatchObject({ token_type: 'bearer', grant: 'client_credentials' })
    expect(token.access_token).toMatch(/^••••/)
    expect(await claimsOf(token)).toMatchObject({ iss: `${lab.companion.addresses.idp}/mcp` })
  })

  test('bound to a key with DPoP', async () => {
    const registration = await register({ dpop_bound_access_tokens: true })
    const token = await lab.client.requestToken({
      body: { grant: 'client_credentials', registration, dpop: true },
    })
    expect(token.token_type).toBe('dpop')
    expect(await claimsOf(token)).toMatchObject({ cnf: { jkt: expect.any(String) as string } })
  })

  test('for a resource', async () => {
    const registration = await register({})
    const resource = 'http://127.0.0.1:7000/mcp'
    const token = await lab.client.requestToken({
      body: { grant: 'client_credentials', registration, resource },
    })
    expect((await claimsOf(token))['aud']).toBe(resource)
  })

  test('a refusal comes in the provider’s words', async () => {
    const registration = await register({})
    await expect(
      lab.client.requestToken({
        body: { grant: 'client_credentials', registration, resource: 'https://else.test/' },
      }),
    ).rejects.toThrow(/invalid_target/)
  })
})

describe('a person takes part', () => {
  const CODE = {
    application_type: 'native',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  }

  function codeClient(): Promise<string> {
    return register({
      ...CODE,
      redirect_uris: [`${lab.companion.addresses.portal}/oauth/callback`],
    })
  }

  test.each([
    ['authorization code with PKCE', {}],
    ['pushed first (PAR)', { par: true }],
    ['bound to a key (DPoP)', { dpop: true }],
  ])('%s, then a refresh', async (_name, options) => {
    const registration = await codeClient()
    const flow = await lab.client.startFlow({
      body: {
        grant: 'authorization_code',
        registration,
        scope: 'openid offline_access',
        ...options,
      },
    })
    const page = await signIn(flow.url)
    expect(await page.text()).toContain('The token is here')
    const done = await waitFor(flow)
    const token = await findToken(done.token)
    expect(token.has_refresh_token).toBe(true)
    const refreshed = await lab.client.requestToken({
      body: { grant: 'refresh_token', registration, token: token.id },
    })
    expect(await reveal(refreshed)).not.toBe(await reveal(token))
    const { differences } = await lab.client.compareTokens({
      params: { token: token.id, other: refreshed.id },
    })
    expect(differences.map(({ name }) => name)).toContain('jti')
  })

  test('an answer with a state of somebody else’s making is refused', async () => {
    await codeClient()
    const url = `${lab.companion.addresses.portal}/oauth/callback?state=guess&code=guess`
    const answer = await fetch(url)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('No grant waits for this answer')
  })

  test('an answer of another issuer is refused (RFC 9207)', async () => {
    const registration = await codeClient()
    const flow = await lab.client.startFlow({
      body: { grant: 'authorization_code', registration, scope: 'openid' },
    })
    const state = new URL(flow.url).searchParams.get('state') ?? ''
    const query = new URLSearchParams({ state, code: 'x', iss: 'https://evil.test' })
    await fetch(`${lab.companion.addresses.portal}/oauth/callback?${query.toString()}`)
    expect((await waitFor(flow)).state).toBe('failed')
  })

  test('the device grant', async () => {
    const registration = await register({
      ...CODE,
      grant_types: [DEVICE],
      response_types: [],
      redirect_uris: [],
    })
    const flow = await lab.client.startFlow({
      body: { grant: DEVICE, registration, scope: 'openid' },
    })
    expect(flow.user_code).toBeTypeOf('string')
    const page = await (await signIn(flow.url)).text()
    expect(page).toContain('The device is connected')
    // Nothing is fetched from elsewhere.
    expect(page).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)/)
    const done = await waitFor(flow)
    expect((await findToken(done.token)).grant).toBe(DEVICE)
  }, 30_000)
})

test('a token is exchanged for another one', async () => {
  const registration = await register({ grant_types: ['client_credentials', EXCHANGE] })
  const subject = await lab.client.requestToken({
    body: { grant: 'client_credentials', registration },
  })
  const token = await lab.client.requestToken({
    body: { grant: EXCHANGE, registration, token: subject.id },
  })
  expect(await reveal(token)).not.toBe(await reveal(subject))
})

describe('afterwards', () => {
  async function journeyToken(): Promise<{ run: string; token: Token }> {
    const created = await lab.client.createRun({ body: { origin: 'test' } })
    const run = await runSteps(lab.client, created)
    const [token] = (await lab.client.listTokens()).filter((found) => found.run === run.id)
    if (!token) throw new Error('The journey left no token')
    return { run: run.id, token }
  }

  test('it is inspected: signature, claims, time left', async () => {
    const { token } = await journeyToken()
    const inspection = await lab.client.inspectToken({ params: { token: token.id } })
    expect(inspection).toMatchObject({ is_jwt: true, claims: { ver: 1 } })
    expect(inspection.seconds_left).toBeGreaterThan(3500)
    expect(inspection.checks.filter(({ state }) => state !== 'passed')).toEqual([])
  })

  test('introspected, revoked, and then not active any more', async () => {
    const { token } = await journeyToken()
    const params = { token: token.id }
    expect(await lab.client.introspectToken({ params })).toMatchObject({ active: true })
    await lab.client.revokeToken({ params })
    expect((await findToken(token.id)).revoked_at).toBeTypeOf('string')
    expect(await lab.client.introspectToken({ params })).toMatchObject({ active: false })
  })

  test('a call that the metadata does not offer is said to be missing', async () => {
    const created = await lab.client.createRun({ body: { provider: 'keycloak', origin: 'test' } })
    const run = await runSteps(lab.client, created, { last: 'token' })
    const token = (await lab.client.listTokens()).find((found) => found.run === run.id)
    await expect(
      lab.client.introspectToken({ params: { token: token?.id ?? '' } }),
    ).rejects.toMatchObject({
      code: 'MANAGEMENT_UNAVAILABLE',
      message: 'The metadata of Keycloak names no introspection_endpoint.',
    })
  })

  test('one that has ended is renewed at the next call, and that is shown', async () => {
    const { run, token } = await journeyToken()
    await lab.client.putClock({ body: { offset_seconds: 7200 } })
    const after = await lab.client.runStep({
      params: { run, step: 'call-api' },
      body: { inputs: {} },
    })
    const { state, result } = findStep(after, 'call-api')
    expect(state).toBe('passed')
    expect(result?.checks[0]).toMatchObject({ id: 'renewed' })
    const newest = (await lab.client.listTokens())[0]
    expect(newest?.id).not.toBe(token.id)
  })

  test('an opaque one is said to be opaque', async () => {
    const registration = await register(
      { token_endpoint_auth_method: 'client_secret_post' },
      'gluu',
    )
    const token = await lab.client.requestToken({
      body: { grant: 'client_credentials', registration },
    })
    const inspection = await lab.client.inspectToken({ params: { token: token.id } })
    expect(inspection).toMatchObject({ is_jwt: false, checks: [{ state: 'warned' }] })
  })
})
