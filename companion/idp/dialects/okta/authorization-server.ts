import { randomBytes } from 'node:crypto'
import type * as OidcProvider from 'oidc-provider'
import type { ClientMetadata, Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { IdpClient, IdpScope } from '../../../store/idp-records.ts'
import { importOidcProvider } from './import-quietly.ts'
import { createAdapterFactory } from '../../memory-adapter.ts'
import type { SigningKey } from '../../signing-key.ts'
import type { OktaClients } from './clients.ts'

export const AUDIENCE = 'api://default'
export const TOKEN_SECONDS = 3600

const OIDC_SCOPES = ['openid', 'profile', 'email', 'offline_access']

export interface AuthorizationServerDeps {
  issuer: string
  key: SigningKey
  clients: OktaClients
  scopes: () => readonly IdpScope[]
  hasAccessPolicy: () => boolean
}

/**
 * The engine behind `/oauth2/default`: oidc-provider with Okta's paths and Okta's token. It checks
 * secrets, grants and scopes itself; what stands before it only says no in Okta's words.
 *
 * @see [Okta: access tokens](https://developer.okta.com/docs/reference/api/oidc/#access-token)
 */
export async function createAuthorizationServer(deps: AuthorizationServerDeps): Promise<Provider> {
  const oidc = await importOidcProvider()
  return new oidc.Provider(deps.issuer, {
    ...STATIC_PARTS,
    adapter: createAdapterFactory((id) => {
      const client = deps.clients.find(id)
      return client && toEngineClient(client, deps.clients.readSecret(client))
    }),
    jwks: { keys: [deps.key.privateJwk] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: false },
      revocation: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (context, resource) =>
          describeResource(deps, oidc, { context, resource }),
      },
    },
    interactions: { url: (_context, { uid }) => `/oauth2/default/interaction/${uid}` },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, email: id }) }),
    loadExistingGrant: (context) => grantEverythingAsked(context),
    extraTokenClaims: (_context, token) => {
      const scp = (token.scope ?? '').split(' ').filter(Boolean)
      const accountId = 'accountId' in token ? token.accountId : undefined
      return {
        ver: 1,
        cid: token.clientId,
        scp,
        ...(accountId !== undefined && { uid: accountId }),
      }
    },
    formats: {
      customizers: {
        jwt(_context, _token, jwt) {
          jwt.header = { ...jwt.header, typ: undefined }
          jwt.payload = orderClaims(jwt.payload)
        },
      },
    },
  })
}

/** Okta's claims in Okta's order; the engine's own `scope` and `client_id` are `scp` and `cid` there. */
function orderClaims(payload: Record<string, unknown>): Record<string, unknown> {
  const { ver, jti, iss, aud, iat, exp, cid, uid, scp, sub } = payload
  const isUser = uid !== undefined
  return {
    ver,
    jti: `AT.${String(jti)}`,
    iss,
    aud,
    iat,
    exp,
    cid,
    ...(isUser && { uid }),
    scp,
    sub,
  }
}

const STATIC_PARTS: Configuration = {
  routes: {
    authorization: '/v1/authorize',
    token: '/v1/token',
    jwks: '/v1/keys',
  },
  scopes: OIDC_SCOPES,
  responseTypes: ['code'],
  pkce: { required: () => false },
  clientAuthMethods: [
    'client_secret_basic',
    'client_secret_post',
    'client_secret_jwt',
    'private_key_jwt',
    'none',
  ],
  ttl: {
    AccessToken: TOKEN_SECONDS,
    AuthorizationCode: 60,
    ClientCredentials: TOKEN_SECONDS,
    Grant: 86_400,
    IdToken: TOKEN_SECONDS,
    Interaction: 3600,
    RefreshToken: 86_400,
    Session: 86_400,
  },
}

interface Asked {
  context: KoaContextWithOIDC
  resource: string
}

/**
 * Runs before the engine looks at scopes, whichever way the resource was named, so it cannot be
 * passed by. Without it an unknown scope would silently give a token without any.
 */
function describeResource(
  { scopes, hasAccessPolicy }: AuthorizationServerDeps,
  { errors }: typeof OidcProvider,
  { context, resource }: Asked,
) {
  if (resource !== AUDIENCE) throw new errors.InvalidTarget()
  const isClientCredentials =
    context.oidc.route === 'token' && context.oidc.params?.['grant_type'] === 'client_credentials'
  if (!hasAccessPolicy())
    throw new errors.AccessDenied(
      'Policy evaluation failed for this request, please check the policy configurations.',
    )
  const known = scopes().map(({ name }) => name)
  if (isClientCredentials) {
    const { scope } = context.oidc.params ?? {}
    const asked = (typeof scope === 'string' ? scope : '').split(' ').filter(Boolean)
    const isKnown = asked.length > 0 && asked.every((name) => known.includes(name))
    if (!isKnown)
      throw new errors.InvalidScope(
        'One or more scopes are not configured for the authorization server resource.',
        '',
      )
  }
  return {
    scope: known.join(' '),
    audience: AUDIENCE,
    accessTokenTTL: TOKEN_SECONDS,
    accessTokenFormat: 'jwt' as const,
    jwt: { sign: { alg: 'RS256' as const } },
  }
}

/**
 * A client as the engine knows it. Grants and response types that it does not serve are left out;
 * the code grant needs a redirect URI.
 */
function toEngineClient(client: IdpClient, secret: string | undefined): ClientMetadata {
  const hasCode =
    client.grant_types.includes('authorization_code') && client.redirect_uris.length > 0
  const isService = client.grant_types.includes('client_credentials')
  const grant_types = [
    ...(isService ? ['client_credentials'] : []),
    ...(hasCode ? ['authorization_code'] : []),
    ...(hasCode && client.grant_types.includes('refresh_token') ? ['refresh_token'] : []),
  ]
  return {
    client_id: client.client_id,
    client_name: client.client_name,
    ...(secret !== undefined && { client_secret: secret }),
    application_type: client.application_type === 'native' ? 'native' : 'web',
    token_endpoint_auth_method: client.token_endpoint_auth_method as 'client_secret_post',
    grant_types,
    response_types: hasCode ? ['code'] : [],
    redirect_uris: hasCode ? client.redirect_uris : [],
    ...(client.jwks && { jwks: client.jwks }),
    ...(client.jwks_uri !== null && { jwks_uri: client.jwks_uri }),
  }
}

/** Implicit consent, as for a scope whose consent is IMPLICIT. */
async function grantEverythingAsked(context: KoaContextWithOIDC) {
  const { client, session, provider, params } = context.oidc
  if (!client || !session?.accountId) return undefined
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  const scope = typeof params?.['scope'] === 'string' ? params['scope'] : 'openid'
  grant.addOIDCScope(scope)
  grant.addResourceScope(AUDIENCE, scope)
  await grant.save()
  return grant
}
