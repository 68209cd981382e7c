import express, { type Express } from 'express'
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider'
import { findDangerousUri } from '#shared/oauth/find-dangerous-uri.ts'
import { guardHost } from '../../../http/guard-host.ts'
import { DEVICE_FLOW } from '../../console/device-flow.ts'
import { createEngine, loadEngine, timesToLive } from '../../engine/engine.ts'
import type { KeyRing } from '../../engine/key-ring.ts'
import { dateAnswers } from '../../engine/engine-time.ts'
import { createAdapterFactory } from '../../engine/memory-adapter.ts'
import { createRotatingEngine, type RotatingEngine } from '../../engine/rotating-engine.ts'
import { signInRoutes } from '../../console/sign-in-routes.ts'
import type { SoftwarePublishers } from '../../statements/software-publishers.ts'
import { createStructuredTokens } from './structured-tokens.ts'
import { addTokenExchange } from './token-exchange.ts'
import { foreignTokenGuard } from './foreign-token-guard.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { registrationGuard } from './registration-guard.ts'
import type { FetchDocument } from '../dialect.ts'
import type { DialectState } from '../dialect-state.ts'
import { openRevokedTokens } from '../revoked-tokens.ts'
import { wellKnownPaths } from '../well-known-paths.ts'
import { createDeletions } from './deletions.ts'
import { letPagesIn } from './let-pages-in.ts'
import { createStateAdapter } from './state-adapter.ts'

export const STANDARD_AUDIENCE = 'https://api.dcr-lab.test/'
const TOKEN_SECONDS = 600
const OPENID_SCOPES = ['openid', 'profile', 'email', 'offline_access']

/** A parameter that no request has: the engine asks about it at the moment when a default can be put in. */
const DEFAULT_SCOPE = 'dcr_lab_default_scope'

/** What the dialects that keep to the standard differ in. */
export interface StandardOptions {
  path: string
  issuer: string
  registration: 'with_token' | 'open' | 'none'
  /** For MCP clients: PKCE is mandatory, a client id may be the address of a document. */
  isForMcp: boolean
}

export interface StandardDeps {
  state: DialectState
  ring: KeyRing
  /** Milliseconds since the epoch. */
  now: () => number
  publishers: SoftwarePublishers
  fetchDocument?: FetchDocument | undefined
}

/** A lab's clients live on this machine: their key sets and documents may be fetched from it. */
const fetchPlainly: FetchDocument = (url, init) =>
  globalThis.fetch(url, { ...(init as object), dispatcher: undefined } as RequestInit)

/**
 * oidc-provider with its own registration: an authorization server that keeps to the standards.
 *
 * @see [RFC 7591](https://www.rfc-editor.org/rfc/rfc7591.html), [RFC 7592](https://www.rfc-editor.org/rfc/rfc7592.html)
 */
export function createStandardApp(
  options: StandardOptions,
  { state, ring, now, publishers, fetchDocument }: StandardDeps,
): { app: Express; engine: RotatingEngine } {
  const memory = createAdapterFactory(() => undefined, now)
  const deletions = createDeletions(now)
  const adapter = createStateAdapter(state, { memory, now, onDeletion: deletions.note })
  const tokens = createStructuredTokens({
    issuer: options.issuer,
    keys: ring,
    revoked: openRevokedTokens(state, now),
    now,
  })
  const engine = createRotatingEngine(ring, async (keys) => {
    const provider = await createEngine({
      issuer: options.issuer,
      keys,
      adapter,
      now,
      audience: STANDARD_AUDIENCE,
      interactionPath: `${options.path}/interaction/:uid`,
      findDeletion: deletions.find,
      configuration: await configure(options, { state, fetchDocument }),
    })
    return addTokenExchange(
      { tokens, audience: STANDARD_AUDIENCE, tokenSeconds: TOKEN_SECONDS },
      dateAnswers(tokens.serve(provider), now),
    )
  })
  const app = express()
  app.disable('x-powered-by')
  app.set('case sensitive routing', true)
  app.use(guardHost(() => Number(new URL(options.issuer).port)))
  app.use(listOpenPlaces(options.path), letPagesIn)
  for (const name of ['oauth-authorization-server', 'openid-configuration'])
    app.get(`/.well-known/${name}${options.path}`, (request, _response, next) => {
      request.url = `${options.path}/.well-known/openid-configuration`
      next('route')
    })
  app.get(`${options.path}/.well-known/oauth-authorization-server`, (request, _response, next) => {
    request.url = `${options.path}/.well-known/openid-configuration`
    next('route')
  })
  app.use(signInRoutes(`${options.path}/interaction`, engine, () => undefined))
  const isScopeHint = options.isForMcp
  // MCP wants https or this machine of every client.
  const rules = { isScopeHint, ...(options.isForMcp && { isHttpsDemanded: true }) }
  app.use(
    `${options.path}/reg`,
    oneAtATime(),
    foreignTokenGuard(engine),
    registrationGuard(publishers, rules),
  )
  app.use(options.path, (request, response) => engine.handle(request, response))
  return { app, engine }
}

/** What web pages may call: everything that goes without a cookie. */
function listOpenPlaces(path: string): string[] {
  const own = ['reg', 'token', 'jwks', 'me', 'request', 'device/auth']
  return [...wellKnownPaths(path), ...own.map((name) => `${path}/${name}`), `${path}/token/:part`]
}

async function configure(
  options: StandardOptions,
  { state, fetchDocument = fetchPlainly }: Pick<StandardDeps, 'state' | 'fetchDocument'>,
): Promise<Configuration> {
  const { errors } = await loadEngine()
  const hasRegistration = options.registration !== 'none'
  return {
    scopes: [...OPENID_SCOPES, ...state.scopes().map(({ name }) => name)],
    extraParams: { [DEFAULT_SCOPE]: (context) => addDefaultScope(context, state) },
    responseTypes: ['code'],
    clientBasedCORS: () => true,
    ttl: timesToLive(TOKEN_SECONDS),
    pkce: { required: () => options.isForMcp },
    extraClientMetadata: { properties: ['software_id', 'software_version', 'software_statement'] },
    issueRefreshToken: async (_context, client) => client.grantTypeAllowed('refresh_token'),
    fetch: (url, init) => fetchDocument(url as string, init),
    features: {
      registration: {
        enabled: hasRegistration,
        ...(options.registration === 'with_token' && { initialAccessToken: true }),
      },
      registrationManagement: { enabled: hasRegistration, rotateRegistrationAccessToken: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
      deviceFlow: DEVICE_FLOW,
      dPoP: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      ...(options.isForMcp && {
        clientIdMetadataDocument: {
          enabled: true,
          ack: 'draft-02',
          allowClient: (_context, client) => hasHarmlessRedirects(client),
        },
      }),
      resourceIndicators: {
        enabled: true,
        defaultResource: () => STANDARD_AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (context, resource) => {
          const isKnown =
            resource === STANDARD_AUDIENCE || (options.isForMcp && isLoopback(resource))
          if (!isKnown) throw new errors.InvalidTarget()
          const scopes = state.scopes()
          const { params, route } = context.oidc
          if (route === 'token' && params?.['grant_type'] === 'client_credentials')
            params['scope'] = chooseScopes(params['scope'], scopes, (name) => {
              throw new errors.InvalidScope(`The scope ${name} is not known here.`, name)
            })
          return {
            scope: scopes.map(({ name }) => name).join(' '),
            audience: resource,
            accessTokenTTL: TOKEN_SECONDS,
            accessTokenFormat: 'jwt' as const,
            jwt: { sign: { alg: 'RS256' as const } },
          }
        },
      },
    },
  }
}

/**
 * A request without a scope gets the default ones, and without those an empty grant would end in a bare
 * `access_denied`.
 *
 * @see [RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3) a default, or `invalid_scope`
 */
function addDefaultScope({ oidc: { params } }: KoaContextWithOIDC, state: DialectState): void {
  if (!params || params['scope'] !== undefined) return
  const defaults = state
    .scopes()
    .flatMap(({ name, default: isDefault }) => (isDefault ? [name] : []))
  params['scope'] = defaults.join(' ') || 'openid'
}

/** A client's own token has no user: the scopes of OpenID Connect mean nothing there. */
function chooseScopes(
  asked: unknown,
  known: ReturnType<DialectState['scopes']>,
  refuse: (name: string) => never,
): string {
  const all = typeof asked === 'string' ? asked.split(' ').filter(Boolean) : []
  const names = all.filter((name) => !OPENID_SCOPES.includes(name))
  for (const name of names) if (!known.some((scope) => scope.name === name)) refuse(name)
  if (names.length > 0) return names.join(' ')
  return known.flatMap(({ name, default: isDefault }) => (isDefault ? [name] : [])).join(' ')
}

function hasHarmlessRedirects({
  redirectUris,
}: {
  redirectUris?: readonly string[] | undefined
}): boolean {
  return findDangerousUri({ redirect_uris: redirectUris }, true) === undefined
}

/** An MCP server on this machine may be the resource of a token. */
function isLoopback(resource: string): boolean {
  if (!URL.canParse(resource)) return false
  const { hostname } = new URL(resource)
  return ['127.0.0.1', '[::1]', 'localhost'].includes(hostname) || hostname.endsWith('.localhost')
}
