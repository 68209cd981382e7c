import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Token } from '#shared/contract/token.ts'
import { startTokenLab, type TokenLab } from './testing.ts'
import { signIn } from './testing-sign-in.ts'

let kit: TokenLab

beforeAll(async () => {
  kit = await startTokenLab()
})

afterEach(() => kit.lab.client.putClock({ body: { offset_seconds: 0 } }))

afterAll(() => kit.lab.stop())

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'

const move = (offset_seconds: number) => kit.lab.client.putClock({ body: { offset_seconds } })
const startCode = (registration: string, options = {}) =>
  kit.lab.client.startFlow({
    body: {
      grant: 'authorization_code',
      registration,
      scope: 'openid offline_access',
      ...options,
    },
  })

describe('the lab’s clock', () => {
  test('what the engine keeps ends by the lab’s clock: a refresh token', async () => {
    const registration = await kit.registerForCode()
    const flow = await startCode(registration)
    await signIn(flow.url)
    const { token = '' } = await kit.waitFor(flow)
    const refresh = () =>
      kit.lab.client.requestToken({ body: { grant: 'refresh_token', registration, token } })
    await move(86_400 + 60)
    await expect(refresh()).rejects.toMatchObject({
      options: { detail: expect.stringContaining('invalid_grant') as unknown },
    })
    await move(0)
    expect((await refresh()).grant).toBe('refresh_token')
  })

  test('a pushed request', async () => {
    const flow = await startCode(await kit.registerForCode(), { par: true })
    await move(120)
    const answer = await fetch(flow.url, { redirect: 'manual' })
    expect(new URL(answer.headers.get('location') ?? '').searchParams.get('error')).toBe(
      'invalid_request_uri',
    )
  })

  test('a code that was issued when the clock was ahead is good as long as it says', async () => {
    await move(7200)
    const flow = await startCode(await kit.registerForCode())
    await signIn(flow.url)
    expect((await kit.waitFor(flow)).state).toBe('done')
  })

  test('ends a secret at the engine itself', async () => {
    const registration = await kit.register(
      { token_endpoint_auth_method: 'client_secret_post' },
      'gluu',
    )
    await kit.getToken(registration)
    await kit.lab.client.putClock({ body: { offset_seconds: 86_400 + 60 } })
    await expect(kit.getToken(registration)).rejects.toMatchObject({
      options: { detail: expect.stringContaining('invalid_client') as unknown },
    })
  })

  test('dates what the engine registers', async () => {
    await kit.lab.client.putClock({ body: { offset_seconds: 7200 } })
    const params = { registration: await kit.register({}) }
    const { granted } = await kit.lab.client.getRegistration({ params })
    const ahead = Number(granted?.['client_id_issued_at']) - Date.now() / 1000
    expect(Math.abs(ahead - 7200)).toBeLessThan(5)
    const { client } = await kit.lab.client.readRegistration({ params })
    expect(client['client_id_issued_at']).toBe(granted?.['client_id_issued_at'])
  })
})

describe('renewal', () => {
  async function codeToken(
    options = {},
    grants?: string[],
  ): Promise<{ registration: string; token: string }> {
    const registration = await kit.registerForCode(grants)
    const flow = await startCode(registration, options)
    await signIn(flow.url)
    const { token = '' } = await kit.waitFor(flow)
    return { registration, token }
  }
  const refresh = (registration: string, token: string): Promise<Token> =>
    kit.lab.client.requestToken({ body: { grant: 'refresh_token', registration, token } })

  test('a bound token’s key outlives a restart, and the renewed one is bound to it, too', async () => {
    const registration = await kit.register({ dpop_bound_access_tokens: true })
    const before = await kit.lab.client.requestToken({
      body: { grant: 'client_credentials', registration, dpop: true },
    })
    kit.lab = await kit.lab.restart()
    await move(7200)
    const after = await kit.lab.client.renewToken({ params: { token: before.id } })
    expect(after).toMatchObject({ renewed_from: before.id, token_type: 'dpop' })
  })

  test('a refreshed token keeps its key', async () => {
    const { registration, token } = await codeToken({ dpop: true })
    const [old, fresh] = [await kit.findToken(token), await refresh(registration, token)]
    const jkt = async (one: Token) => (await kit.claimsOf(one))['cnf']
    expect(await jkt(fresh)).toEqual(await jkt(old))
  })

  test('ten renewals at once use the refresh token once and give one token', async () => {
    const { token } = await codeToken()
    await move(7200)
    const renewals = Array.from({ length: 10 }, () =>
      kit.lab.client.renewToken({ params: { token } }),
    )
    const ids = (await Promise.all(renewals)).map(({ id }) => id)
    expect(new Set(ids).size).toBe(1)
    expect(ids[0]).not.toBe(token)
    // Who comes later has the same old token, whose refresh token is used up.
    expect((await kit.lab.client.renewToken({ params: { token } })).id).toBe(ids[0])
  })

  test('a token that lives is left as it is', async () => {
    const token = await kit.getToken(await kit.register({}))
    expect(await kit.lab.client.renewToken({ params: { token: token.id } })).toEqual(token)
  })

  test('for the same resource as before', async () => {
    const registration = await kit.register({})
    const resource = 'http://127.0.0.1:7000/mcp'
    const before = await kit.lab.client.requestToken({
      body: { grant: 'client_credentials', registration, resource },
    })
    await move(7200)
    const after = await kit.lab.client.renewToken({ params: { token: before.id } })
    expect((await kit.claimsOf(after))['aud']).toBe(resource)
  })

  test('a person’s token without a refresh token is not replaced by one of the client’s own', async () => {
    const { token } = await codeToken({ scope: 'openid' }, ['authorization_code'])
    expect(await kit.findToken(token)).toMatchObject({ has_refresh_token: false })
    await move(7200)
    await expect(kit.lab.client.renewToken({ params: { token } })).rejects.toMatchObject({
      code: 'STEP_NOT_READY',
    })
  })
})

describe('a secret that ends', () => {
  test('is counted down on the lab’s clock', async () => {
    const params = { registration: await kit.register({}, 'gluu') }
    const left = async () =>
      (await kit.lab.client.getRegistration({ params })).client_secret_seconds_left
    expect(Math.abs(Number(await left()) - 86_400)).toBeLessThan(10)
    await move(86_400 + 600)
    expect(await left()).toBeLessThan(0)
    const endless = { registration: await kit.register({}) }
    const { client_secret_seconds_left } = await kit.lab.client.getRegistration({ params: endless })
    expect(client_secret_seconds_left).toBeUndefined()
  })
})

describe('token exchange', () => {
  const exchange = async (registration: string, token: Token, scope = ''): Promise<Token> =>
    kit.lab.client.requestToken({ body: { grant: EXCHANGE, registration, token: token.id, scope } })

  test('the new token speaks for the same subject, and belongs to who asked', async () => {
    const [first, second] = [
      await kit.register({}),
      await kit.register({ grant_types: ['client_credentials', EXCHANGE] }),
    ]
    const subject = await kit.getToken(first)
    const claims = await kit.claimsOf(await exchange(second, subject))
    expect(claims['sub']).toBe((await kit.claimsOf(subject))['sub'])
    expect(claims['client_id']).not.toBe((await kit.claimsOf(subject))['client_id'])
  })

  test('a token of another issuer, or one that has ended, is not taken', async () => {
    const registration = await kit.register({ grant_types: ['client_credentials', EXCHANGE] })
    const subject = await kit.getToken(registration)
    const stranger = await kit.getToken(
      await kit.register({ token_endpoint_auth_method: 'client_secret_post' }, 'gluu'),
    )
    const refused = { options: { detail: expect.stringContaining('invalid_request') as unknown } }
    await expect(exchange(registration, stranger)).rejects.toMatchObject(refused)
    await kit.lab.client.putClock({ body: { offset_seconds: 7200 } })
    await expect(exchange(registration, subject)).rejects.toMatchObject(refused)
  })

  test('the scope may not grow', async () => {
    const registration = await kit.register({ grant_types: ['client_credentials', EXCHANGE] })
    const subject = await kit.getToken(registration)
    await expect(exchange(registration, subject, 'everything')).rejects.toMatchObject({
      options: { detail: expect.stringContaining('invalid_scope') as unknown },
    })
  })
})
