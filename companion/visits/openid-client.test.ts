import * as oidc from 'openid-client'
import { expect, test } from 'vitest'
import { startTestCompanion } from '../test-companion.ts'
import { browse } from './testing/browse.ts'
import { openMcpApi } from './testing/stranger.ts'

test('the visit of a real client, openid-client, is told from its metadata to its call', async () => {
  const lab = await startTestCompanion()
  try {
    const api = await openMcpApi(lab)
    const redirect_uri = 'http://127.0.0.1:9/callback'
    const config = await oidc.dynamicClientRegistration(
      new URL(`${lab.companion.addresses.idp}/mcp`),
      {
        client_name: 'Real',
        redirect_uris: [redirect_uri],
        application_type: 'native',
        token_endpoint_auth_method: 'none',
      },
      oidc.None(),
      { execute: [oidc.allowInsecureRequests], algorithm: 'oauth2' },
    )
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier()
    const start = oidc.buildAuthorizationUrl(config, {
      redirect_uri,
      scope: 'openid',
      resource: api,
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    })
    const last = await browse(start.href)
    const tokens = await oidc.authorizationCodeGrant(
      config,
      new URL(last.headers.get('location') ?? ''),
      { pkceCodeVerifier },
      { resource: api },
    )
    await oidc.fetchProtectedResource(config, tokens.access_token, new URL(`${api}/`), 'GET')
    const visit = await lab.client.getVisit({
      params: { visit: config.clientMetadata().client_id },
    })
    expect(visit).toMatchObject({
      client_name: 'Real',
      state: 'succeeded',
      summary:
        'Read the server metadata, registered, was sent to the sign-in page, came back with a code, got a token, called the API (200).',
    })
    expect(visit).not.toHaveProperty('likely')
  } finally {
    await lab.stop()
  }
})
