import type { ClientMetadata, Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider'
import { DEVICE_FLOW } from '../../console/device-flow.ts'
import { createEngine, loadEngine, timesToLive } from '../../engine/engine.ts'
import type { SigningKey } from '../../engine/key-ring.ts'
import { createAdapterFactory } from '../../engine/memory-adapter.ts'
import type { DialectClient } from '../profile/client-store.ts'
import { addTokenExchange } from '../standard/token-exchange.ts'
import { verifyAccessToken } from './access-tokens.ts'
import { dressAnswers } from './dress-answers.ts'
import { addPasswordGrant } from './password-grant.ts'
import {
  ENGINE_AUDIENCE,
  grantsOf,
  listAllowedScopes,
  PROTOCOL_PATH,
  REALM_PATH,
  type Realm,
  TOKEN_SECONDS,
} from './realm.ts'
import type { TokenPlans } from './token-plans.ts'
import { nameScope } from './token-requests.ts'
import { shapeAccessToken } from './token-shape.ts'

/** Grants that the engine serves, and Keycloak too. */
const SERVED = [
  'client_credentials',
  'authorization_code',
  'refresh_token',
  'password',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:token-exchange',
]

/** The authorization server behind the realm; what Keycloak refuses is refused before it is asked. */
export async function createKeycloakEngine(
  realm: Realm,
  plans: TokenPlans,
  keys: readonly SigningKey[],
): Promise<Provider> {
  const provider = await createEngine({
    issuer: realm.issuer,
    keys,
    audience: ENGINE_AUDIENCE,
    interactionPath: `${REALM_PATH}/interaction/:uid`,
    adapter: createAdapterFactory((id) => {
      const client = realm.clients.find(id)
      return client && toEngineClient(client)
    }, realm.now),
    now: realm.now,
    // Keycloak answers an empty scope, too.
    namesScopes: false,
    configuration: await configure(realm, plans),
  })
  await addPasswordGrant(provider)
  const tokens = { read: async (token: string) => verifyAccessToken(token, realm) }
  const exchange = { tokens, audience: ENGINE_AUDIENCE, tokenSeconds: TOKEN_SECONDS }
  return dressAnswers(await addTokenExchange(exchange, provider), { realm, plans })
}

async function configure(realm: Realm, plans: TokenPlans): Promise<Configuration> {
  const { errors } = await loadEngine()
  return {
    routes: {
      authorization: `${PROTOCOL_PATH}/auth`,
      token: `${PROTOCOL_PATH}/token`,
      jwks: `${PROTOCOL_PATH}/certs`,
      pushed_authorization_request: `${PROTOCOL_PATH}/ext/par/request`,
      device_authorization: `${PROTOCOL_PATH}/auth/device`,
      code_verification: '/device',
    },
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    responseTypes: ['code'],
    ttl: timesToLive(TOKEN_SECONDS),
    extraParams: ['audience'],
    issueRefreshToken: async (_context, client) => client.grantTypeAllowed('refresh_token'),
    features: {
      dPoP: { enabled: true },
      deviceFlow: DEVICE_FLOW,
      pushedAuthorizationRequests: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => ENGINE_AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, resource) => {
          if (resource !== ENGINE_AUDIENCE) throw new errors.InvalidTarget()
          return {
            scope: listAllowedScopes(realm).join(' '),
            audience: ENGINE_AUDIENCE,
            accessTokenTTL: TOKEN_SECONDS,
            accessTokenFormat: 'jwt' as const,
            jwt: { sign: { alg: 'RS256' as const } },
          }
        },
      },
    },
    formats: {
      customizers: {
        jwt(context, token, jwt) {
          const client = realm.clients.find(token.clientId ?? '')
          const plan = plans.get(context.req)
          if (!client || !plan) return
          if (plan.grant !== 'client_credentials' && plan.grant !== 'password')
            plan.scope = nameScope(realm, client, listGranted(context, jwt.payload))
          const shaped = shapeAccessToken(
            { header: { ...jwt.header }, payload: jwt.payload },
            { client, realm, plan },
          )
          plan.sub = String(shaped.payload['sub'])
          jwt.header = shaped.header
          jwt.payload = shaped.payload
        },
      },
    },
  }
}

/** What the person agreed to; the token's own scope names the API's part of it alone. */
function listGranted({ oidc }: KoaContextWithOIDC, payload: object): string[] {
  const { AuthorizationCode: code, RefreshToken: refresh, DeviceCode: device } = oidc.entities
  const scope =
    refresh?.scope ?? code?.scope ?? device?.scope ?? (payload as { scope?: string }).scope
  return (scope ?? '').split(' ').filter(Boolean)
}

/** Grants and response types that the engine does not serve are left out. */
function toEngineClient(client: DialectClient): ClientMetadata {
  const { metadata } = client
  const grants = grantsOf(client)
  const redirects = (metadata['redirect_uris'] as string[]).filter((uri) => URL.canParse(uri))
  const hasCode = grants.includes('authorization_code') && redirects.length > 0
  const { jwks, jwks_uri, token_endpoint_auth_method, dpop_bound_access_tokens } = metadata
  const isTls = token_endpoint_auth_method === 'tls_client_auth'
  return {
    client_id: client.client_id,
    ...(client.client_secret !== undefined && { client_secret: client.client_secret }),
    // A web client's addresses would have to be https; Keycloak knows no difference.
    application_type: redirects.every((uri) => uri.startsWith('https:')) ? 'web' : 'native',
    token_endpoint_auth_method: (isTls ? 'none' : token_endpoint_auth_method) as 'none',
    dpop_bound_access_tokens: dpop_bound_access_tokens === true,
    grant_types: SERVED.filter(
      (grant) => grants.includes(grant) && (grant !== 'authorization_code' || hasCode),
    ),
    response_types: hasCode ? ['code'] : [],
    redirect_uris: hasCode ? redirects : [],
    ...(jwks !== undefined && { jwks: jwks as { keys: [] } }),
    ...(typeof jwks_uri === 'string' && { jwks_uri }),
  }
}
