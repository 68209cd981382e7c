import type * as OidcProvider from 'oidc-provider'
import type { ClientMetadata, Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { IdpClient, IdpScope } from '../../../store/idp-records.ts'
import { createEngine, loadEngine, timesToLive } from '../../engine/engine.ts'
import { hideIssuer } from '../../engine/hide-issuer.ts'
import { createAdapterFactory } from '../../engine/memory-adapter.ts'
import type { SigningKey } from '../../engine/key-ring.ts'
import type { OktaClients } from './clients.ts'

export const AUDIENCE = 'api://default'
export const TOKEN_SECONDS = 3600

const OIDC_SCOPES = ['openid', 'profile', 'email', 'offline_access']

export interface AuthorizationServerDeps {
  issuer: string
  keys: readonly SigningKey[]
  clients: OktaClients
  scopes: () => readonly IdpScope[]
  hasAccessPolicy: () => boolean
  /** Milliseconds since the epoch. */
  now: () => number
}

/**
 * The engine behind `/oauth2/default`, with Okta's paths and Okta's token.
 *
 * @see [Okta: access tokens](https://developer.okta.com/docs/reference/api/oidc/#access-token)
 */
export async function createAuthorizationServer(deps: AuthorizationServerDeps): Promise<Provider> {
  const oidc = await loadEngine()
  return hideIssuer(
    await createEngine({
      issuer: deps.issuer,
      keys: deps.keys,
      audience: AUDIENCE,
      interactionPath: '/oauth2/default/interaction/:uid',
      adapter: createAdapterFactory((id) => {
        const client = deps.clients.find(id)
        return client && toEngineClient(client, deps.clients.readSecret(client))
      }, deps.now),
      now: deps.now,
      configuration: {
        ...STATIC_PARTS,
        features: {
          resourceIndicators: {
            enabled: true,
            defaultResource: () => AUDIENCE,
            useGrantedResource: () => true,
            getResourceServerInfo: (context, resource) =>
              describeResource(deps, oidc, { context, resource }),
          },
        },
      },
    }),
  )
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
  ttl: timesToLive(TOKEN_SECONDS),
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
