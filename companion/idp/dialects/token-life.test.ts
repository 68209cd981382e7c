import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClock } from '../../clock/clock.ts'
import { type Answer, startOrganisation, type TestOrganisation } from '../testing.ts'
import { CODE_CLIENT, type CodeTokens, getCodeTokens } from './test/code-tokens.ts'

const clock = createClock()
let lab: TestOrganisation

beforeAll(async () => {
  lab = await startOrganisation(clock)
})

afterAll(() => lab.close())

interface Party {
  id: string
  config: client.Configuration
  /** The client's own credentials, in the form. */
  credentials: Record<string, string>
}

/** Registers a client at a dialect with its own registration, and prepares its calls. */
async function register(
  dialectId: string,
  metadata: Record<string, unknown> = {},
  method = 'client_secret_post',
): Promise<Party> {
  const dialect = await lab.idp.dialects.open(dialectId)
  await dialect.saveScope('tyk', true)
  const discovered = await fetch(
    `${dialect.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  )
  const server = (await discovered.json()) as client.ServerMetadata
  const answer = await fetch(String(server.registration_endpoint), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: await dialect.authorize() },
    body: JSON.stringify({ ...CODE_CLIENT, ...metadata, token_endpoint_auth_method: method }),
  })
  const registered = (await answer.json()) as { client_id: string; client_secret?: string }
  expect(registered.client_id, JSON.stringify(registered)).toBeTypeOf('string')
  const { client_id, client_secret } = registered
  const auth = client_secret === undefined ? client.None() : client.ClientSecretPost(client_secret)
  const config = new client.Configuration(server, client_id, undefined, auth)
  client.allowInsecureRequests(config)
  const credentials = { client_id, ...(client_secret !== undefined && { client_secret }) }
  return { id: dialectId, config, credentials }
}

function at(
  { config, credentials }: Party,
  name: 'introspection_endpoint' | 'revocation_endpoint',
): (token: string) => Promise<Answer> {
  const { pathname } = new URL(config.serverMetadata()[name] ?? '')
  return (token) => lab.post(pathname, { ...credentials, token })
}

const DIALECTS = ['okta', 'keycloak', 'rfc', 'mcp'] as const

function refresh({ config }: Party, { refresh_token }: CodeTokens) {
  return client.refreshTokenGrant(config, refresh_token)
}

describe.each(DIALECTS)('%s', (id) => {
  test.each(['none', 'client_secret_post'])(
    'a refresh token that its client (%s) has revoked gives nothing',
    async (method) => {
      const party = await register(id, {}, method)
      const other = await register(id, {}, method)
      const tokens = await getCodeTokens(party.config)
      await at(other, 'revocation_endpoint')(tokens.refresh_token)
      const renewed = await refresh(party, tokens)
      const newest = { ...tokens, refresh_token: renewed.refresh_token ?? tokens.refresh_token }
      const answer = await at(party, 'revocation_endpoint')(newest.refresh_token)
      expect([answer.status, answer.text]).toEqual([200, ''])
      await expect(refresh(party, newest)).rejects.toMatchObject({ error: 'invalid_grant' })
      // The one that was renewed, where it was.
      await expect(refresh(party, tokens)).rejects.toMatchObject({ error: 'invalid_grant' })
    },
  )
})

describe.each(['okta', 'rfc', 'mcp'])('%s', (id) => {
  test('an access token is active until it is revoked, and a restart does not wake it', async () => {
    const party = await register(id)
    const other = await register(id)
    const { access_token: token } = await getCodeTokens(party.config)
    const introspect = at(party, 'introspection_endpoint')
    expect((await introspect(token)).json).toMatchObject({
      active: true,
      client_id: party.credentials['client_id'],
      sub: 'ada',
      token_type: 'Bearer',
    })
    await at(other, 'revocation_endpoint')(token)
    expect((await introspect(token)).json['active']).toBe(true)
    expect((await at(party, 'revocation_endpoint')(token)).status).toBe(200)
    const answer = await introspect(token)
    expect([answer.status, answer.json]).toEqual([200, { active: false }])
    expect((await at(party, 'revocation_endpoint')(token)).status).toBe(200)
    await lab.restart()
    expect((await introspect(token)).json).toEqual({ active: false })
  })

  test('a living refresh token is active', async () => {
    const party = await register(id)
    const { refresh_token: token } = await getCodeTokens(party.config)
    const introspect = at(party, 'introspection_endpoint')
    expect((await introspect(token)).json).toMatchObject({ active: true })
    await at(party, 'revocation_endpoint')(token)
    expect((await introspect(token)).json).toEqual({ active: false })
  })

  test('an access token that has ended by the lab’s clock, or was changed, is inactive', async () => {
    const party = await register(id)
    const { access_token: token } = await getCodeTokens(party.config)
    const introspect = at(party, 'introspection_endpoint')
    const [header, , signature] = token.split('.')
    const forged = [header, Buffer.from('{"sub":"eve"}').toString('base64url'), signature].join('.')
    expect((await introspect(forged)).json).toEqual({ active: false })
    clock.moveTo(3601)
    const answer = await introspect(token)
    clock.moveTo(0)
    expect(answer.json).toEqual({ active: false })
  })

  test('introspection wants a caller', async () => {
    const party = await register(id)
    const { access_token } = await getCodeTokens(party.config)
    const stranger = { ...party, credentials: { client_id: 'nobody', client_secret: 'nothing' } }
    const answer = await at(stranger, 'introspection_endpoint')(access_token)
    expect([answer.status, answer.json['active']]).toEqual([401, undefined])
  })
})

test('rfc: with a refresh token the access tokens of its grant end, and are exchanged no more', async () => {
  const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange'
  const party = await register('rfc', { grant_types: [...CODE_CLIENT.grant_types, exchange] })
  const tokens = await getCodeTokens(party.config)
  const swap = () =>
    client.genericGrantRequest(party.config, exchange, {
      subject_token: tokens.access_token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    })
  expect((await swap()).access_token).toBeTypeOf('string')
  await at(party, 'revocation_endpoint')(tokens.refresh_token)
  const answer = await at(party, 'introspection_endpoint')(tokens.access_token)
  expect(answer.json).toEqual({ active: false })
  await expect(swap()).rejects.toMatchObject({ error: 'invalid_request' })
})

test('rfc: a public client sees its own tokens alone', async () => {
  const party = await register('rfc')
  const reader = await register('rfc')
  const visitor = await register('rfc', {}, 'none')
  const { access_token } = await getCodeTokens(party.config)
  expect((await at(reader, 'introspection_endpoint')(access_token)).json['active']).toBe(true)
  expect((await at(visitor, 'introspection_endpoint')(access_token)).json).toEqual({
    active: false,
  })
})
