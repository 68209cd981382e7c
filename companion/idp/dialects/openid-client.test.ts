import * as client from 'openid-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startOrganisation, type TestOrganisation } from '../testing.ts'
import type { Dialect } from './dialect.ts'
import { signIn } from './test/sign-in.ts'

let lab: TestOrganisation
let dialect: Dialect

beforeAll(async () => {
  lab = await startOrganisation()
  dialect = await lab.idp.dialects.open('rfc')
  await dialect.saveScope('tyk', true)
})

afterAll(() => lab.close())

interface ManagedClient {
  registration_client_uri: string
  registration_access_token: string
}

/** An independent client library, not the one the companion uses. */
async function register(metadata: Partial<client.ClientMetadata>): Promise<client.Configuration> {
  const initialAccessToken = await dialect.createInitialToken()
  return client.dynamicClientRegistration(new URL(dialect.issuer), metadata, undefined, {
    initialAccessToken,
    execute: [client.allowInsecureRequests],
  })
}

test('it discovers, registers, gets a token, and manages the client', async () => {
  const config = await register({
    client_name: 'By openid-client',
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    token_endpoint_auth_method: 'client_secret_basic',
  })
  const tokens = await client.clientCredentialsGrant(config, { scope: 'tyk' })
  expect(tokens.token_type).toBe('bearer')
  expect(tokens.access_token.split('.')).toHaveLength(3)

  const metadata = config.clientMetadata() as unknown as ManagedClient
  const uri = new URL(metadata.registration_client_uri)
  const manage = (method: string, token: string, body?: unknown): Promise<Response> =>
    client.fetchProtectedResource(
      config,
      token,
      uri,
      method,
      body === undefined ? null : JSON.stringify(body),
      new Headers(body === undefined ? {} : { 'content-type': 'application/json' }),
    )
  const first = metadata.registration_access_token
  const read = (await (await manage('GET', first)).json()) as Record<string, unknown>
  expect(read['client_name']).toBe('By openid-client')
  const {
    registration_access_token: _token,
    registration_client_uri: _uri,
    client_id_issued_at: _at,
    client_secret_expires_at: _ends,
    ...rest
  } = read
  const updated = (await (
    await manage('PUT', first, { ...rest, client_name: 'Renamed' })
  ).json()) as Record<string, unknown>
  expect(updated['client_name']).toBe('Renamed')
  const second = String(updated['registration_access_token'])
  expect(second).not.toBe(first)
  expect((await manage('DELETE', second)).status).toBe(204)
  await expect(client.clientCredentialsGrant(config, { scope: 'tyk' })).rejects.toThrow()
})

test('the code grant with PKCE, a refresh and the issuer in the answer', async () => {
  const redirect_uri = 'http://127.0.0.1:9/callback'
  const config = await register({
    client_name: 'Code',
    application_type: 'native',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [redirect_uri],
    token_endpoint_auth_method: 'none',
  })
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const expectedState = client.randomState()
  const expectedNonce = client.randomNonce()
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri,
    scope: 'openid offline_access tyk',
    prompt: 'consent',
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  })
  const callback = await signIn(url)
  const checks = { pkceCodeVerifier, expectedState, expectedNonce }
  const tokens = await client.authorizationCodeGrant(config, callback, checks)
  expect(tokens.claims()?.sub).toBe('ada')
  expect(callback.searchParams.get('iss')).toBe(dialect.issuer)
  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
  expect(refreshed.access_token).not.toBe(tokens.access_token)
})
