import express, { type Express } from 'express'
import type { ClientMetadata, Configuration } from 'oidc-provider'
import { createErrorHandler } from '../../../http/error-handler.ts'
import { guardHost } from '../../../http/guard-host.ts'
import { ASSERTION_ALGORITHMS } from '../../engine/assertion-algorithms.ts'
import { createEngine, loadEngine, timesToLive } from '../../engine/engine.ts'
import type { KeyRing } from '../../engine/key-ring.ts'
import { createAdapterFactory } from '../../engine/memory-adapter.ts'
import { createRotatingEngine, type RotatingEngine } from '../../engine/rotating-engine.ts'
import { signInRoutes } from '../../console/sign-in-routes.ts'
import { ignoreResource } from '../ignore-resource.ts'
import { readBody, readForm, replayBody } from '../token-form.ts'
import type { DialectClient } from './client-store.ts'
import { DialectError, refuse, sendDialectError } from '../dialect-error.ts'
import type { DialectProfile, ProfileTools } from './profile.ts'
import { registrationRoutes } from './registration-routes.ts'
import { wellKnownPaths } from '../well-known-paths.ts'

const OIDC_SCOPES = ['openid', 'profile', 'email', 'offline_access']

/** A dialect with a registration of its own in front of the engine. */
export function createProfileApp(
  profile: DialectProfile,
  tools: ProfileTools,
  ring: KeyRing,
): { app: Express; engine: RotatingEngine } {
  const engine = createRotatingEngine(ring, async (keys) =>
    createEngine({
      issuer: tools.issuer,
      keys,
      audience: profile.audience,
      interactionPath: `${profile.mountPath}/interaction/:uid`,
      adapter: createAdapterFactory((id) => {
        const client = tools.clients.find(id)
        return client && toEngineClient(client)
      }, tools.now),
      now: tools.now,
      configuration: await configure(profile, tools),
    }),
  )
  const app = express()
  app.disable('x-powered-by')
  app.set('case sensitive routing', true)
  app.set('query parser', 'simple')
  app.use(guardHost(() => Number(new URL(tools.origin).port)))
  app.get(wellKnownPaths(profile.issuerPath), (_request, response) => {
    response.json(describe(profile, tools))
  })
  app.get(profile.mountPath + profile.routes.jwks, (_request, response) => {
    response.json({ keys: ring.published().map(({ publicJwk }) => publicJwk) })
  })
  app.use(registrationRoutes(profile, tools))
  if (profile.extraRoutes) app.use(profile.mountPath, profile.extraRoutes(tools))
  app.use(signInRoutes(`${profile.mountPath}/interaction`, engine, (id) => nameOf(tools, id)))
  app.use(
    [profile.routes.authorization, profile.routes.token].map((path) => profile.mountPath + path),
    ...ignoreResource,
  )
  app.post(profile.mountPath + profile.routes.token, readBody, (request, _response, next) => {
    const { form, authorization } = readForm(request, () => refuse(400, 'invalid_request'))
    const id = form.get('client_id') ?? readBasicId(authorization)
    profile.token.prepare(form, tools, id === undefined ? undefined : tools.clients.find(id))
    replayBody(request, form.toString())
    next()
  })
  app.use(profile.mountPath, (request, response) => engine.handle(request, response))
  app.use(answerErrors)
  return { app, engine }
}

async function configure(profile: DialectProfile, tools: ProfileTools): Promise<Configuration> {
  const { errors } = await loadEngine()
  const names = (): string[] => tools.state.scopes().map(({ name }) => name)
  return {
    routes: profile.routes,
    scopes: OIDC_SCOPES,
    responseTypes: ['code'],
    ttl: timesToLive(profile.tokenSeconds),
    extraParams: ['audience'],
    features: {
      resourceIndicators: {
        enabled: true,
        defaultResource: () => profile.audience,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, resource, client) => {
          if (resource !== profile.audience) throw new errors.InvalidTarget()
          const known = tools.clients.find(client.clientId)
          return {
            scope: names().join(' '),
            audience: profile.audience,
            accessTokenTTL: profile.tokenSeconds,
            accessTokenFormat: known && !profile.token.isJwt(known) ? 'opaque' : 'jwt',
            jwt: { sign: { alg: 'RS256' as const } },
          }
        },
      },
    },
    formats: {
      customizers: {
        jwt(_context, token, jwt) {
          const client = tools.clients.find(token.clientId ?? '')
          if (!client) return
          const { issuer } = tools
          const shaped = profile.token.shape(
            { header: { ...jwt.header }, payload: jwt.payload },
            { client, issuer },
          )
          jwt.header = shaped.header
          jwt.payload = shaped.payload
        },
      },
    },
  }
}

function describe(
  profile: DialectProfile,
  { origin, issuer, state }: ProfileTools,
): Record<string, unknown> {
  const at = (path: string): string => origin + profile.mountPath + path
  return {
    issuer,
    authorization_endpoint: at(profile.routes.authorization),
    token_endpoint: at(profile.routes.token),
    jwks_uri: at(profile.routes.jwks),
    registration_endpoint: origin + profile.registrationPath,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: [
      'client_secret_basic',
      'client_secret_post',
      'client_secret_jwt',
      'private_key_jwt',
      'none',
    ],
    token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    scopes_supported: [...OIDC_SCOPES, ...state.scopes().map(({ name }) => name)],
    authorization_response_iss_parameter_supported: true,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    ...profile.metadata,
  }
}

/** Grants and response types that the engine does not serve are left out. */
function toEngineClient(client: DialectClient): ClientMetadata {
  const { metadata } = client
  const list = (name: string): string[] => {
    const value = metadata[name]
    return Array.isArray(value) ? value.map(String) : []
  }
  const grants = list('grant_types')
  const hasCode = grants.includes('authorization_code') && list('redirect_uris').length > 0
  const { jwks, jwks_uri, token_endpoint_auth_method } = metadata
  return {
    client_id: client.client_id,
    ...(client.client_secret !== undefined && {
      client_secret: client.client_secret,
      client_secret_expires_at: client.client_secret_expires_at,
    }),
    application_type: metadata['application_type'] === 'native' ? 'native' : 'web',
    token_endpoint_auth_method: token_endpoint_auth_method as 'client_secret_post',
    grant_types: [
      ...(grants.includes('client_credentials') ? ['client_credentials'] : []),
      ...(hasCode ? ['authorization_code'] : []),
      ...(hasCode && grants.includes('refresh_token') ? ['refresh_token'] : []),
    ],
    response_types: hasCode ? ['code'] : [],
    redirect_uris: hasCode ? list('redirect_uris') : [],
    ...(jwks !== undefined && { jwks: jwks as { keys: [] } }),
    ...(typeof jwks_uri === 'string' && { jwks_uri }),
  }
}

function readBasicId(authorization = ''): string | undefined {
  const encoded = /^Basic (\S+)$/i.exec(authorization)?.[1]
  const id = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':')[0]
  return id === undefined || id === '' ? undefined : decodeURIComponent(id)
}

function nameOf({ clients }: ProfileTools, id: string): string | undefined {
  const name = clients.find(id)?.metadata['client_name']
  return typeof name === 'string' ? name : undefined
}

const answerErrors: ReturnType<typeof createErrorHandler> = createErrorHandler(
  (thrown, response) => {
    if (thrown instanceof DialectError) return sendDialectError(response, thrown)
    return sendDialectError(response, refuse(400, 'invalid_request', 'The request is not usable.'))
  },
)
