import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Token } from '#shared/contract/token.ts'
import { findStep, runSteps } from '../test-companion.ts'
import { startTokenLab, type TokenLab } from './testing.ts'
import { signIn } from './testing-sign-in.ts'

let kit: TokenLab

beforeAll(async () => {
  kit = await startTokenLab()
})

afterEach(() => kit.lab.client.putClock({ body: { offset_seconds: 0 } }))

afterAll(() => kit.lab.stop())

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code'

describe('client credentials', () => {
  test.each([
    ['client_secret_post', {}],
    ['client_secret_basic', {}],
    ['client_secret_jwt', { token_endpoint_auth_signing_alg: 'HS256' }],
    ['private_key_jwt', { token_endpoint_auth_signing_alg: 'RS256' }],
  ])('with %s', async (token_endpoint_auth_method, extra) => {
    const registration = await kit.register({ token_endpoint_auth_method, ...extra })
    const token = await kit.lab.client.requestToken({
      body: { grant: 'client_credentials', registration },
    })
    expect(token).toMatchObject({ token_type: 'bearer', grant: 'client_credentials' })
    expect(token.access_token).toMatch(/^••••/)
    expect(await kit.claimsOf(token)).toMatchObject({
      iss: `${kit.lab.companion.addresses.idp}/mcp`,
    })
  })

  test('bound to a key with DPoP', async () => {
    const registration = await kit.register({ dpop_bound_access_tokens: true })
    const token = await kit.lab.client.requestToken({
      body: { grant: 'client_credentials', registration, dpop: true },
    })
    expect(token.token_type).toBe('dpop')
    expect(await kit.claimsOf(token)).toMatchObject({ cnf: { jkt: expect.any(String) as string } })
  })

  test('for a resource', async () => {
    const registration = await kit.register({})
    const resource = 'http://127.0.0.1:7000/mcp'
    const token = await kit.lab.client.requestToken({
      body: { grant: 'client_credentials', registration, resource },
    })
    expect((await kit.claimsOf(token))['aud']).toBe(resource)
  })

  test('a refusal comes in the provider’s words', async () => {
    const registration = await kit.register({})
    await expect(
      kit.lab.client.requestToken({
        body: { grant: 'client_credentials', registration, resource: 'https://else.test/' },
      }),
    ).rejects.toThrow(/invalid_target/)
  })
})

describe('a person takes part', () => {
  test.each([
    ['authorization code with PKCE', {}],
    ['pushed first (PAR)', { par: true }],
    ['bound to a key (DPoP)', { dpop: true }],
  ])('%s, then a refresh', async (_name, options) => {
    const registration = await kit.registerForCode()
    const flow = await kit.lab.client.startFlow({
      body: {
        grant: 'authorization_code',
        registration,
        scope: 'openid offline_access',
        ...options,
      },
    })
    const page = await signIn(flow.url)
    expect(await page.text()).toContain('The token is here')
    const done = await kit.waitFor(flow)
    const token = await kit.findToken(done.token)
    expect(token.has_refresh_token).toBe(true)
    const refreshed = await kit.lab.client.requestToken({
      body: { grant: 'refresh_token', registration, token: token.id },
    })
    expect(await kit.reveal(refreshed)).not.toBe(await kit.reveal(token))
    const { differences } = await kit.lab.client.compareTokens({
      params: { token: token.id, other: refreshed.id },
    })
    expect(differences.map(({ name }) => name)).toContain('jti')
  })

  test('an answer with a foreign state is refused', async () => {
    await kit.registerForCode()
    const url = `${kit.lab.companion.addresses.portal}/oauth/callback?state=guess&code=guess`
    const answer = await fetch(url)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('No grant waits for this answer')
  })

  test('an answer of another issuer is refused (RFC 9207)', async () => {
    const registration = await kit.registerForCode()
    const flow = await kit.lab.client.startFlow({
      body: { grant: 'authorization_code', registration, scope: 'openid' },
    })
    const state = new URL(flow.url).searchParams.get('state') ?? ''
    const query = new URLSearchParams({ state, code: 'x', iss: 'https://evil.test' })
    await fetch(`${kit.lab.companion.addresses.portal}/oauth/callback?${query.toString()}`)
    expect((await kit.waitFor(flow)).state).toBe('failed')
  })

  test('the device grant', async () => {
    const registration = await kit.register({
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: [DEVICE],
      response_types: [],
      redirect_uris: [],
    })
    const flow = await kit.lab.client.startFlow({
      body: { grant: DEVICE, registration, scope: 'openid' },
    })
    expect(flow.user_code).toBeTypeOf('string')
    const page = await (await signIn(flow.url)).text()
    expect(page).toContain('The device is connected')
    // No other address is requested.
    expect(page).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)/)
    const done = await kit.waitFor(flow)
    expect((await kit.findToken(done.token)).grant).toBe(DEVICE)
  }, 30_000)
})

describe('afterwards', () => {
  async function journeyToken(): Promise<{ run: string; token: Token }> {
    const created = await kit.lab.client.createRun({ body: { origin: 'test' } })
    const run = await runSteps(kit.lab.client, created)
    const [token] = (await kit.lab.client.listTokens()).filter((found) => found.run === run.id)
    if (!token) throw new Error('The journey left no token')
    return { run: run.id, token }
  }

  test('it is inspected: signature, claims, time left', async () => {
    const { token } = await journeyToken()
    const inspection = await kit.lab.client.inspectToken({ params: { token: token.id } })
    expect(inspection).toMatchObject({ is_jwt: true, claims: { ver: 1 } })
    expect(inspection.seconds_left).toBeGreaterThan(3500)
    expect(inspection.checks.filter(({ state }) => state !== 'passed')).toEqual([])
  })

  test('it is held to the form that its kind of provider gives tokens', async () => {
    const token = await kit.getToken(await kit.register({}))
    const params = { token: token.id }
    const profileOf = async () =>
      (await kit.lab.client.inspectToken({ params })).checks.find(({ id }) => id === 'profile')
    expect(await profileOf()).toMatchObject({
      text: 'It has the form of the profile rfc9068',
      state: 'passed',
    })
    await kit.lab.client.putFaults({ body: { faults: [{ id: 'no-sub' }] } })
    const spoilt = await kit.getToken(token.registration ?? '')
    await kit.lab.client.putFaults({ body: { faults: [] } })
    params.token = spoilt.id
    expect(await profileOf()).toMatchObject({
      state: 'warned',
      evidence: 'The claim sub is missing; an access token of an issuer of RFC 9068 has it.',
    })
  })

  test('introspected, revoked, and then not active any more', async () => {
    const { token } = await journeyToken()
    const params = { token: token.id }
    expect(await kit.lab.client.introspectToken({ params })).toMatchObject({ active: true })
    await kit.lab.client.revokeToken({ params })
    const revoked = (await kit.lab.client.listTokens()).find(({ id }) => id === token.id)
    expect(revoked?.revoked_at).toBeTypeOf('string')
    expect(await kit.lab.client.introspectToken({ params })).toMatchObject({ active: false })
  })

  test('a call that the metadata does not offer is said to be missing', async () => {
    const created = await kit.lab.client.createRun({
      body: { provider: 'curity', origin: 'test' },
    })
    const run = await runSteps(kit.lab.client, created, { last: 'token' })
    const token = (await kit.lab.client.listTokens()).find((found) => found.run === run.id)
    await expect(
      kit.lab.client.introspectToken({ params: { token: token?.id ?? '' } }),
    ).rejects.toMatchObject({
      code: 'MANAGEMENT_UNAVAILABLE',
      message: 'The metadata of Curity names no introspection_endpoint.',
    })
  })

  test('one that has ended is sent as it is, and a new token is the fix', async () => {
    const { run, token } = await journeyToken()
    await kit.lab.client.putClock({ body: { offset_seconds: 7200 } })
    const call = { params: { run, step: 'call-api' }, body: { inputs: {} } } as const
    const { state, problem } = findStep(await kit.lab.client.runStep(call), 'call-api')
    expect(state).toBe('failed')
    expect(problem?.detail).toMatch(/^The gateway answered 401\. The token expired \d+ s ago\.$/)
    expect(problem?.fixes).toContainEqual(expect.objectContaining({ step: 'token' }))
    expect((await kit.lab.client.listTokens())[0]?.id).toBe(token.id)
    await kit.lab.client.runStep({ params: { run, step: 'token' }, body: { inputs: {} } })
    expect(findStep(await kit.lab.client.runStep(call), 'call-api').state).toBe('passed')
  })

  test('one that is about to end is renewed for the call, and that is shown', async () => {
    const { run, token } = await journeyToken()
    const leftMs = Date.parse(token.expires_at ?? '') - Date.now()
    await kit.lab.client.putClock({ body: { offset_seconds: Math.floor(leftMs / 1000) - 5 } })
    const after = await kit.lab.client.runStep({
      params: { run, step: 'call-api' },
      body: { inputs: {} },
    })
    const { state, result, exchanges } = findStep(after, 'call-api')
    expect(state).toBe('passed')
    expect(result?.checks[0]).toMatchObject({ id: 'renewed' })
    const all = await kit.lab.client.listExchanges({ query: { run, limit: 100 } })
    const own = all.filter(({ id }) => exchanges.includes(id)).map(({ label }) => label)
    expect(own).toContain('Renew token')
    const newest = (await kit.lab.client.listTokens())[0]
    expect(newest?.id).not.toBe(token.id)
  })

  test('an opaque one is said to be opaque', async () => {
    const registration = await kit.register(
      { token_endpoint_auth_method: 'client_secret_post' },
      'gluu',
    )
    const token = await kit.lab.client.requestToken({
      body: { grant: 'client_credentials', registration },
    })
    const inspection = await kit.lab.client.inspectToken({ params: { token: token.id } })
    expect(inspection).toMatchObject({ is_jwt: false, checks: [{ state: 'warned' }] })
  })
})
