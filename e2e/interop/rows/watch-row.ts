import * as oidc from 'openid-client'
import { request } from 'undici'
import type { Row } from '../row.ts'
import { type FormAnswers, followSignIn } from './follow-sign-in.ts'
import { openLanding } from './open-landing.ts'

interface WatchOptions {
  scope: string
  answers: FormAnswers
}

/** openid-client before the server, through a watch: metadata, registration, code, token, deletion. */
export function watchRow({ scope, answers }: WatchOptions): Row {
  return {
    name: 'watch: openid-client before it',
    expected: {
      ends: 'told',
      says: ['registered', 'got a token'],
      because: 'the watch leads the client to the end, and its visit is recorded',
    },
    async run({ lab, server }) {
      const watch = await lab.client.createWatch({ body: { issuer: server.host } })
      const landing = await openLanding()
      try {
        const config = await register(watch.issuer?.address ?? '', {
          redirectUri: landing.address,
          scope,
          initialAccessToken: await server.mintToken?.(),
        })
        await getToken(config, { scope, landing, answers })
        const { client_id } = config.clientMetadata()
        const { summary } = await lab.client.getVisit({ params: { visit: client_id } })
        await remove(config)
        return { ends: 'told', says: summary }
      } finally {
        await lab.client.deleteWatch({ params: { watch: watch.id } })
        landing.close()
      }
    },
  }
}

interface RegisterOptions {
  redirectUri: string
  scope: string
  initialAccessToken: string | undefined
}

function register(
  address: string,
  { redirectUri, scope, initialAccessToken }: RegisterOptions,
): Promise<oidc.Configuration> {
  const metadata = {
    client_name: 'Watched',
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: 'client_secret_post',
    scope,
  }
  return oidc.dynamicClientRegistration(new URL(address), metadata, undefined, {
    execute: [oidc.allowInsecureRequests],
    algorithm: 'oauth2',
    ...(initialAccessToken !== undefined && { initialAccessToken }),
  })
}

async function getToken(
  config: oidc.Configuration,
  { scope, landing, answers }: WatchOptions & { landing: Awaited<ReturnType<typeof openLanding>> },
): Promise<void> {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier()
  const start = oidc.buildAuthorizationUrl(config, {
    redirect_uri: landing.address,
    scope,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  })
  await followSignIn(start.href, answers)
  const callback = new URL(landing.landed(), landing.address)
  await oidc.authorizationCodeGrant(config, callback, { pkceCodeVerifier })
}

/** The client is none of the ledger's, so the sweep at the end does not know it. */
async function remove(config: oidc.Configuration): Promise<void> {
  const { registration_client_uri: uri, registration_access_token: token } = config.clientMetadata()
  if (typeof uri !== 'string' || typeof token !== 'string')
    throw new Error('The registration names no address to manage it')
  const answer = await request(uri, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}` },
  })
  if (answer.statusCode !== 204) throw new Error(`Deleting ended with ${answer.statusCode}`)
}
