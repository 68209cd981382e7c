import * as oidc from 'openid-client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startOrganisation, type TestOrganisation } from '../idp/testing.ts'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { browse } from '../visits/testing/browse.ts'

const REDIRECT = 'http://127.0.0.1:9/callback'

let lab: TestCompanion
let upstream: TestOrganisation

beforeEach(async () => {
  lab = await startTestCompanion()
  upstream = await startOrganisation()
})
afterEach(async () => {
  upstream.close()
  await lab.stop()
})

const register = (address: string): Promise<oidc.Configuration> =>
  oidc.dynamicClientRegistration(
    new URL(address),
    {
      client_name: 'Watched',
      redirect_uris: [REDIRECT],
      application_type: 'native',
      token_endpoint_auth_method: 'none',
    },
    oidc.None(),
    { execute: [oidc.allowInsecureRequests], algorithm: 'oauth2' },
  )

async function signIn(config: oidc.Configuration, scope: string) {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier()
  const start = oidc.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT,
    scope,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  })
  const last = await browse(start.href)
  const callback = new URL(last.headers.get('location') ?? '')
  return {
    callback,
    exchange: () => oidc.authorizationCodeGrant(config, callback, { pkceCodeVerifier }),
  }
}

test('a client that compares its ID token with rewritten metadata refuses, as the note says', async () => {
  const watch = await lab.client.createWatch({ body: { issuer: `${upstream.origin}/mcp` } })
  expect(watch.notes.join(' ')).toContain('holds an ID token against the metadata refuses')
  const { exchange } = await signIn(await register(watch.issuer?.address ?? ''), 'openid')
  await expect(exchange()).rejects.toMatchObject({ code: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' })
})

test('openid-client finds its way through a watch, and its visit is told', async () => {
  const real = `${upstream.origin}/mcp`
  await (await upstream.idp.dialects.open('mcp')).saveScope('tools', false)
  const watch = await lab.client.createWatch({ body: { issuer: real } })
  const address = watch.issuer?.address ?? ''
  const proxy = new URL(address).origin
  const config = await register(address)
  const metadata = config.serverMetadata()
  expect(metadata.issuer).toBe(address)
  expect(JSON.stringify(metadata)).not.toContain(upstream.origin)
  expect(config.clientMetadata()['registration_client_uri']).toContain(`${proxy}/mcp/reg/`)

  const { callback, exchange } = await signIn(config, 'tools')
  expect(callback.searchParams.get('iss')).toBe(address)
  const { access_token } = await exchange()
  const claims = JSON.parse(
    Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString(),
  ) as Record<string, unknown>
  expect(claims['iss']).toBe(real)

  const clientId = config.clientMetadata().client_id
  const visit = await vi.waitFor(() => lab.client.getVisit({ params: { visit: clientId } }), {
    timeout: 10_000,
  })
  expect(visit).toMatchObject({ by: 'stranger', client_name: 'Watched', place: proxy })
  expect(visit.summary).toContain(
    'Read the server metadata, registered, was sent to the sign-in page, came back with a code, got a token',
  )
  expect(visit.legs.map(({ from, to }) => `${from} > ${to}`)).toContain('app > idp')
  expect(JSON.stringify(await lab.client.listExchanges({ query: { limit: 200 } }))).not.toContain(
    access_token,
  )
})

test('an issuer that is to be kept stays in the metadata and in the answer', async () => {
  const real = `${upstream.origin}/mcp`
  const watch = await lab.client.createWatch({ body: { issuer: real, keep_issuer: true } })
  const answer = await fetch(`${watch.issuer?.address}/.well-known/openid-configuration`)
  const metadata = (await answer.json()) as Record<string, string>
  expect(metadata['issuer']).toBe(real)
  expect(metadata['token_endpoint']).toBe(`${watch.issuer?.address}/token`)
  const registered = (await (
    await fetch(metadata['registration_endpoint'] ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_name: 'Kept',
        redirect_uris: [REDIRECT],
        application_type: 'native',
        token_endpoint_auth_method: 'none',
      }),
    })
  ).json()) as { client_id: string }
  const client = new oidc.Configuration(
    { ...metadata, issuer: real },
    registered.client_id,
    undefined,
    oidc.None(),
  )
  oidc.allowInsecureRequests(client)
  const { exchange } = await signIn(client, 'openid')
  expect((await exchange()).claims()?.iss).toBe(real)
})

test('every well-known form leads through the watch', async () => {
  const watch = await lab.client.createWatch({ body: { issuer: `${upstream.origin}/mcp` } })
  const { origin, pathname } = new URL(watch.issuer?.address ?? '')
  for (const path of [
    `/.well-known/oauth-authorization-server${pathname}`,
    `/.well-known/openid-configuration${pathname}`,
    `${pathname}/.well-known/openid-configuration`,
  ]) {
    const answer = await fetch(origin.replace('127.0.0.1', 'localhost') + path)
    const text = await answer.text()
    expect(text, path).toContain(`"issuer":"http://localhost:${new URL(origin).port}/mcp"`)
    expect(text, path).not.toContain(upstream.origin)
  }
})
