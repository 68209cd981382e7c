import * as client from 'openid-client'
import { signIn } from './sign-in.ts'

const REDIRECT = 'http://127.0.0.1:9/callback'

/** The metadata of a client that `getCodeTokens` can walk the code grant with. */
export const CODE_CLIENT = {
  client_name: 'Code',
  application_type: 'native',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: [REDIRECT],
} as const

export interface CodeTokens {
  access_token: string
  refresh_token: string
  /** Where the browser was sent back to. */
  callback: URL
}

/** Signs Ada in and redeems the code. */
export async function getCodeTokens(
  config: client.Configuration,
  scope = 'openid offline_access tyk',
): Promise<CodeTokens> {
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const expectedState = client.randomState()
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT,
    scope,
    prompt: 'consent',
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  })
  const callback = await signIn(url)
  const checks = { pkceCodeVerifier, expectedState }
  const tokens = await client.authorizationCodeGrant(config, callback, checks)
  return { access_token: tokens.access_token, refresh_token: tokens.refresh_token ?? '', callback }
}
