import { randomBytes } from 'node:crypto'
import type * as OidcProvider from 'oidc-provider'
import type { AdapterFactory, Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider'
import { IDP_COOKIES } from '#shared/contract/own-cookies.ts'
import { ASSERTION_ALGORITHMS } from './assertion-algorithms.ts'
import { importOidcProvider } from './import-quietly.ts'
import { type DeadEnd, explainDeadEnd } from './dead-ends.ts'
import { describeDenial } from './describe-denial.ts'
import { keepLabTime } from './engine-time.ts'
import { nameGrantedScopes } from './name-scopes.ts'
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
  /** When a client was deleted here, in milliseconds since the epoch; `undefined` when unknown. */
  findDeletion?: (clientId: string) => number | undefined
  /** Whether every token answer names what was granted; a dialect may answer in its own way. */
  namesScopes?: boolean
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
  findDeletion,
  namesScopes = true,
  configuration,
}: EngineOptions): Promise<Provider> {
  const oidc: typeof OidcProvider = await loadEngine()
  const { features, ...rest } = configuration
  const provider = new oidc.Provider(issuer, {
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
    renderError(context, { error, error_description: description = '' }, thrown) {
      const words = explainDeadEnd({
        ...readRequest(context, findDeletion),
        error,
        description,
        detail: (thrown as { error_detail?: string }).error_detail,
      })
      context.type = 'html'
      context.body = renderPage(RefusalPage({ error, description, words }))
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
  return describeDenial(namesScopes ? nameGrantedScopes(provider) : provider)
}

/** What an authorization request said that ended in a page. */
function readRequest(
  { oidc, query }: KoaContextWithOIDC,
  findDeletion: EngineOptions['findDeletion'],
): Partial<DeadEnd> {
  // The engine reads parameters after some of its refusals.
  const params = (oidc as Partial<typeof oidc>).params ?? query
  const read = (name: string): string | undefined => {
    const value = params[name]
    return typeof value === 'string' ? value : undefined
  }
  const clientId = read('client_id')
  return {
    clientId,
    redirectUri: read('redirect_uri'),
    registeredUris: oidc.client?.redirectUris,
    deletedAtMs: clientId === undefined ? undefined : findDeletion?.(clientId),
  }
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
