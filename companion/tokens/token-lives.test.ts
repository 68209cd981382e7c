import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Token } from '#shared/contract/token.ts'
import { signIn, startTokenLab, type TokenLab } from './testing.ts'

let kit: TokenLab

beforeAll(async () => {
  kit = await startTokenLab()
})

afterEach(() => kit.lab.client.putClock({ body: { offset_seconds: 0 } }))

afterAll(() => kit.lab.stop())

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'

describe('the lab’s clock', () => {
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
