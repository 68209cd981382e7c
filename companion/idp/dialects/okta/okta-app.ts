import { randomBytes } from 'node:crypto'
import express, { type Express, type RequestHandler, Router } from 'express'
import type { Vault } from '../../../secrets/vault.ts'
import { createErrorHandler } from '../../../http/error-handler.ts'
import { guardHost } from '../../../http/guard-host.ts'
import type { IdpRecords } from '../../../store/idp-tables.ts'
import { consoleRoutes } from '../../console/console-routes.ts'
import { openRefreshTokens } from '../../engine/refresh-tokens.ts'
import { openKeyRing } from '../../engine/key-ring.ts'
import { createRotatingEngine, type RotatingEngine } from '../../engine/rotating-engine.ts'
import { openDialectState } from '../dialect-state.ts'
import { openRevokedTokens } from '../revoked-tokens.ts'
import type { ApiTokens } from './api-tokens.ts'
import { createAuthorizationServer } from './authorization-server.ts'
import { clientRoutes } from './client-routes.ts'
import { createOktaClients } from './clients.ts'
import { discoveryRoutes } from './discovery-routes.ts'
import { OktaApiError, OktaOAuthError, sendOktaError } from './okta-errors.ts'
import { scopeRoutes } from './scope-routes.ts'
import { tokenRoutes } from './token-routes.ts'

export interface OktaAppDeps {
  origin: string
  records: IdpRecords
  vault: Vault
  apiTokens: ApiTokens
  hasAccessPolicy: () => boolean
  now: () => number
}

/** An Okta organisation: its management API, its authorization server "default", its console. */
export async function createOktaApp(
  deps: OktaAppDeps,
): Promise<{ app: Express; engine: RotatingEngine }> {
  const { origin, records, vault, apiTokens, hasAccessPolicy, now } = deps
  const issuer = `${origin}/oauth2/default`
  const clients = createOktaClients(records.clients, vault)
  const ring = await openKeyRing({ records: records.keys, vault, dialect: 'okta', now })
  const scopes = (): ReturnType<typeof records.scopes.list> => records.scopes.list()
  const engine = createRotatingEngine(ring, (keys) =>
    createAuthorizationServer({ issuer, keys, clients, scopes, hasAccessPolicy, now }),
  )
  const serve: RequestHandler = (request, response) => engine.handle(request, response)

  const app = express()
  app.disable('x-powered-by')
  app.set('case sensitive routing', true)
  app.set('query parser', 'simple')
  app.use(guardHost(() => Number(new URL(origin).port)))
  app.use(discoveryRoutes(origin))
  app.use(
    '/oauth2/v1/clients',
    rateHeaders(now),
    apiTokens.guard,
    clientRoutes({ clients, origin, now }),
  )
  app.use(
    '/api/v1/authorizationServers',
    rateHeaders(now),
    apiTokens.guard,
    scopeRoutes({ scopes: records.scopes, hasAccessPolicy }),
  )
  app.use(consoleRoutes({ clients: records.clients, scopes: records.scopes, engine }))
  app.get('/oauth2/default/v1/keys', (_request, response) => {
    response.set('cache-control', 'max-age=3600, must-revalidate').json({
      keys: ring.published().map(({ publicJwk }) => publicJwk),
    })
  })
  app.use(
    '/oauth2/default',
    tokenRoutes({
      issuer,
      keys: ring,
      clients,
      refreshTokens: openRefreshTokens(() => engine.current()),
      revoked: openRevokedTokens(openDialectState({ records, vault, id: 'okta', now }), now),
      now,
      scopes: records.scopes,
      hasAccessPolicy,
      engine: serve,
    }),
    serve,
  )
  app.use(refusePlaces())
  app.use(answerErrors)
  return { app, engine }
}

/** What no other part has answered. */
function refusePlaces(): Router {
  const router = Router({ caseSensitive: true })
  router.use('/oauth2/:server', (request) => {
    throw new OktaApiError(
      'E0000007',
      `: ${request.params.server.slice(0, 100)} (AuthorizationServer)`,
    )
  })
  router.use(() => {
    throw new OktaApiError('E0000007', ': no such path')
  })
  return router
}

/** Okta names its limits on every management answer; this lab has none to run into. */
function rateHeaders(now: () => number): RequestHandler {
  return (_request, response, next) => {
    response.set({
      'x-rate-limit-limit': '600',
      'x-rate-limit-remaining': '599',
      'x-rate-limit-reset': String(Math.ceil(now() / 60_000) * 60),
      'x-okta-request-id': randomBytes(12).toString('base64url'),
    })
    next()
  }
}

const answerErrors = createErrorHandler((thrown, response) => {
  if (thrown instanceof OktaApiError || thrown instanceof OktaOAuthError)
    return sendOktaError(response, thrown)
  const type = (thrown as { type?: unknown }).type
  if (typeof type === 'string') return sendOktaError(response, new OktaApiError('E0000003'))
  // An interaction that is over or was never ours.
  response.status(400).type('text/plain').send('The request could not be completed.\n')
})
