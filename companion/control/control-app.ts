import express, { type Express } from 'express'
import type { Logger } from 'pino'
import { EVENTS_PATH, OPENAPI_PATH } from '#shared/contract/contract.ts'
import { buildOpenApi } from '#shared/contract/openapi.ts'
import { problemHandler, routeNotFound } from '../http/problem-handler.ts'
import type { Pairings } from '../pairing/pairings.ts'
import type { Sessions } from '../pairing/sessions.ts'
import { readSealedJson, refuseOpenBodies } from './sealed-bodies.ts'
import { errorPages } from './error-pages.tsx'
import type { EventStreams } from './event-stream.ts'
import { type GatewayRoutesDeps, gatewayRoutes } from './gateway-routes.ts'
import { guardHost } from '../http/guard-host.ts'
import { limitBody } from '../http/limit-body.ts'
import { awaitSecrets, rememberCallers } from './guard-secrets.ts'
import { protectPages } from '../http/protect-pages.ts'
import { guardCaller, guardOrigin } from './guards.ts'
import { type ConditionRoutesDeps, conditionRoutes } from './condition-routes.ts'
import { type CaptureRoutesDeps, captureRoutes } from './capture-routes.ts'
import { type LessonRoutesDeps, lessonRoutes } from './lesson-routes.ts'
import { openPairingRoutes, pairingRoutes } from './pairing-routes.ts'
import { type PortalRoutesDeps, portalRoutes } from './portal-routes.ts'
import { type CertificateRoutesDeps, certificateRoutes } from './certificate-routes.ts'
import { type DocumentRoutesDeps, documentRoutes } from './document-routes.ts'
import { type ProviderRoutesDeps, providerRoutes } from './provider-routes.ts'
import { refuseMethod } from './refuse-method.ts'
import { type RegistrationRoutesDeps, registrationRoutes } from './registration-routes.ts'
import { type ReplayRoutesDeps, replayRoutes } from './replay-routes.ts'
import { type ReplaySetRoutesDeps, replaySetRoutes } from './replay-set-routes.ts'
import { runRoutes } from './run-routes.ts'
import { healthRoutes, type StatusRoutesDeps, statusRoutes } from './status-routes.ts'
import { type TokenRoutesDeps, tokenRoutes } from './token-routes.ts'
import { type TykRoutesDeps, tykRoutes } from './tyk-routes.ts'
import { type VisitRoutesDeps, visitRoutes } from './visit-routes.ts'
import { type WatchRoutesDeps, watchRoutes } from './watch-routes.ts'
import { type ExchangeRoutesDeps, exchangeRoutes } from './exchange-routes.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'
import type { Runs } from '../journeys/runs.ts'

const KIB = 1024
const MIB = 1024 * KIB

export interface ControlDeps
  extends
    StatusRoutesDeps,
    ExchangeRoutesDeps,
    VisitRoutesDeps,
    WatchRoutesDeps,
    GatewayRoutesDeps,
    TykRoutesDeps,
    PortalRoutesDeps,
    CaptureRoutesDeps,
    RegistrationRoutesDeps,
    ProviderRoutesDeps,
    CertificateRoutesDeps,
    DocumentRoutesDeps,
    ConditionRoutesDeps,
    LessonRoutesDeps,
    TokenRoutesDeps,
    ReplayRoutesDeps,
    ReplaySetRoutesDeps {
  log: Logger
  registry: SecretRegistry
  port: () => number
  pairings: Pairings
  sessions: Sessions
  runs: Runs
  streams: EventStreams
}

/** The control API: checks Host, Origin and token, then serves the contract. */
export function createControlApp(deps: ControlDeps): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(guardHost(deps.port), guardOrigin, answerHeaders)
  app.use(healthRoutes(deps), errorPages())
  app.use(['/api/pairings', '/api/sessions'], readJson(4 * KIB))
  app.use(openPairingRoutes(deps.pairings, deps.sessions))
  app.use(guardCaller(deps.pairings, deps.sessions), refuseOpenBodies)
  app.use(rememberCallers(deps.registry), awaitSecrets(deps.registry))
  // Recordings and sets are larger than everything else that callers send.
  app.use('/api/capture', ...readBodies(16 * MIB))
  app.use('/api/replay', ...readBodies(16 * MIB))
  app.use('/api/replays', ...readBodies(2 * MIB))
  app.use(...readBodies(MIB / 4))
  app.get(EVENTS_PATH, deps.streams.handler)
  app.get(OPENAPI_PATH, (_request, response) => {
    response.json(buildOpenApi(deps.version, deps.addresses.control))
  })
  app.use(
    statusRoutes(deps),
    pairingRoutes(deps.pairings),
    runRoutes(deps.runs, deps.scenarios),
    exchangeRoutes(deps),
    visitRoutes(deps),
    watchRoutes(deps),
    gatewayRoutes(deps),
    tykRoutes(deps),
    portalRoutes(deps),
    captureRoutes(deps),
    registrationRoutes(deps),
    providerRoutes(deps),
    certificateRoutes(deps),
    documentRoutes(deps),
    conditionRoutes(deps),
    tokenRoutes(deps),
    replayRoutes(deps),
    replaySetRoutes(deps),
    lessonRoutes(deps),
  )
  app.use(refuseMethod, routeNotFound, problemHandler(deps.log, deps.registry.mask))
  return app
}

function readBodies(limit: number): [express.RequestHandler, express.RequestHandler] {
  return [readJson(limit), readSealedJson(limit)]
}

function readJson(limit: number): express.RequestHandler {
  return limitBody({ type: 'application/json', limit }, express.json({ limit }))
}

const answerHeaders: express.RequestHandler = (_request, response, next) => {
  protectPages(response)
  response.set({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
  next()
}
