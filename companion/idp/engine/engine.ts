import { randomBytes } from 'node:crypto'
import type * as OidcProvider from 'oidc-provider'
import type { AdapterFactory, Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider'
import { IDP_COOKIES } from '#shared/contract/own-cookies.ts'
import { ASSERTION_ALGORITHMS } from './assertion-algorithms.ts'
import { importOidcProvider } from './import-quietly.ts'
import { keepLabTime } from './engine-time.ts'
import { renderPage } from '../pages/console-pages.tsx'
import { RefusalPage } from '../pages/engine-pages.tsx'
import type { SigningKey } from './key-ring.ts'

export interface EngineOptions {
  issuer: string
  /** The first signs, all of them are published. */
  keys: readonly SigningKey[]
  adapter: AdapterFactory
  /** Milliseconds since the epoch, on the lab's clock. */
  now: () => number
  /** The API that a token is for when the request names none. */
  audience: string
  /** Where people sign in, with the interaction's id in place of `:uid`. */
  interactionPath: string
  /** Settings of this dialect; `features` are added to the ones all dialects share. */
  configuration: Configuration
}

/** oidc-provider itself, loaded once, for its errors. */
export const loadEngine = importOidcProvider

/**
 * The authorization server behind every dialect: oidc-provider, which checks secrets, grants, proofs
 * and scopes itself. What stands before it only says no in the dialect's words.
 */
export async function createEngine({
  issuer,
  keys,
  adapter,
  now,
  audience,
  interactionPath,
  configuration,
}: EngineOptions): Promise<Provider> {
  const oidc: typeof OidcProvider = await loadEngine()
  const { features, ...rest } = configuration
  return new oidc.Provider(issuer, {
    adapter: keepLabTime(adapter, now),
    jwks: { keys: keys.map(({ privateJwk }) => privateJwk) },
    cookies: { keys: [randomBytes(32).toString('hex')], names: IDP_COOKIES },
    pkce: { required: () => false },
    clientAuthMethods: [
      'client_secret_basic',
      'client_secret_post',
      'client_secret_jwt',
      'private_key_jwt',
      'none',
    ],
    enabledJWA: { clientAuthSigningAlgValues: ASSERTION_ALGORITHMS as never },
    interactions: { url: (_context, { uid }) => interactionPath.replace(':uid', uid) },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, email: id }) }),
    renderError(context, { error, error_description: description = '' }) {
      context.type = 'html'
      context.body = renderPage(RefusalPage({ error, description }))
    },
    loadExistingGrant: (context) => grantEverythingAsked(context, audience),
    ...rest,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: false },
      revocation: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      ...features,
    },
  })
}

/** Seconds that everything lives for which only the engine knows. */
export function timesToLive(tokenSeconds: number): NonNullable<Configuration['ttl']> {
  return {
    AccessToken: tokenSeconds,
    AuthorizationCode: 60,
    ClientCredentials: tokenSeconds,
    DeviceCode: 600,
    Grant: 86_400,
    IdToken: 3600,
    Interaction: 3600,
    RefreshToken: 86_400,
    Session: 86_400,
  }
}

/** Implicit consent: a user who signs in agrees to every scope asked for. */
async function grantEverythingAsked(context: KoaContextWithOIDC, audience: string) {
  const { client, session, provider, params } = context.oidc
  if (!client || !session?.accountId) return undefined
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  const scope = typeof params?.['scope'] === 'string' ? params['scope'] : 'openid'
  grant.addOIDCScope(scope)
  const named = params?.['resource']
  for (const resource of new Set([audience, ...[named ?? []].flat()]))
    if (typeof resource === 'string') grant.addResourceScope(resource, scope)
  await grant.save()
  return grant
}
