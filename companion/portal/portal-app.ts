import express, { type Express, type RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Developers } from '../catalogue/developers.ts'
import { createErrorHandler } from '../http/error-handler.ts'
import { maskProblem } from '../http/mask-problem.ts'
import { logFailure } from '../http/problem-handler.ts'
import { guardHost } from '../http/guard-host.ts'
import { limitBody } from '../http/limit-body.ts'
import { protectPages } from '../http/protect-pages.ts'
import type { Registrar } from '../registrar/registrar.ts'
import type { Definitions } from '../definitions/definitions.ts'
import { MessagePage } from './pages/message-page.tsx'
import { renderPage } from './pages/layout.tsx'
import { PORTAL_SCRIPT, PORTAL_STYLE } from './portal-style.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'
import type { Tokens } from '../tokens/tokens.ts'
import { callbackRoutes } from './callback-routes.ts'
import { createSessions } from './sessions.ts'
import { accountRoutes } from './account-routes.ts'
import { type ClientRoutesDeps, clientRoutes } from './client-routes.ts'
import { passwordRoutes } from './password-routes.ts'
import { type SignUpRoutesDeps, signUpRoutes } from './sign-up-routes.ts'
import type { PortalMessages } from '../catalogue/portal-messages.ts'

const FORM = { type: 'application/x-www-form-urlencoded', limit: 64 * 1024 }

export interface PortalDeps {
  definitions: Pick<Definitions, 'apis'>
  catalogue: Catalogue
  developers: Developers
  registrar: Registrar
  addresses: Addresses
  tokens: Tokens
  portalMessages: PortalMessages
  onSignUp: SignUpRoutesDeps['onSignUp']
  findTokenEndpoint: ClientRoutesDeps['findTokenEndpoint']
  port: () => number
  log: Logger
  registry: Pick<SecretRegistry, 'add' | 'mask' | 'completed'>
}

/** The developer portal: pages are rendered on the server and work without scripts. */
export function createPortalApp(deps: PortalDeps): Express {
  const app = express()
  const sessions = createSessions({ remember: deps.registry.add })
  const origin = deps.addresses.portal
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.use(guardHost(deps.port), answerHeaders, guardForeignForms(origin))
  app.get('/portal.css', (_request, response) => response.type('css').send(PORTAL_STYLE))
  app.get('/portal.js', (_request, response) => response.type('js').send(PORTAL_SCRIPT))
  app.use(limitBody(FORM, express.urlencoded({ extended: false, ...FORM })))
  // What a provider answers is not shown before all secrets can be masked.
  app.use(async (_request, _response, next) => {
    await deps.registry.completed
    next()
  })
  app.use((request, response, next) => {
    const id = sessions.find(request)
    response.locals['developer'] = id === undefined ? undefined : deps.developers.get(id)
    next()
  })
  app.use(callbackRoutes(deps.tokens, origin))
  const accounts = { ...deps, sessions }
  app.use(accountRoutes(accounts), signUpRoutes(accounts), passwordRoutes(accounts))
  app.use(clientRoutes(deps))
  app.use(() => {
    throw new AppError('ROUTE_NOT_FOUND', { detail: 'There is no page at this address.' })
  })
  app.use(pageErrors(deps.log, deps.registry.mask))
  return app
}

/**
 * Refuses forms of other sites, which must not act in a developer's name; this does not rely on cookie
 * rules.
 */
function guardForeignForms(origin: string): RequestHandler {
  return (request, _response, next) => {
    const sender = request.headers.origin
    const isOwn = sender === undefined || isOwnOrigin(sender, origin)
    const site = request.headers['sec-fetch-site']
    const isForeignSite = site === 'cross-site' || site === 'same-site'
    if (request.method === 'POST' && (!isOwn || isForeignSite)) throw new AppError('ORIGIN_REFUSED')
    next()
  }
}

function isOwnOrigin(sender: string, origin: string): boolean {
  const { port } = new URL(origin)
  return [origin, `http://localhost:${port}`, `http://[::1]:${port}`].includes(sender)
}

const answerHeaders: RequestHandler = (_request, response, next) => {
  protectPages(response, {
    'content-security-policy':
      "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    // With "no-referrer" a browser would send `Origin: null` with this portal's own forms.
    'referrer-policy': 'same-origin',
  })
  response.set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  next()
}

function pageErrors(log: Logger, mask: (text: string) => string): express.ErrorRequestHandler {
  return createErrorHandler((thrown, response) => {
    const isTooLarge = (thrown as { type?: unknown }).type === 'entity.too.large'
    const error = isTooLarge ? new AppError('BODY_TOO_LARGE') : AppError.from(thrown)
    logFailure(log, error)
    const email = (response.locals['developer'] as { email: string } | undefined)?.email
    const page = MessagePage({ email, problem: maskProblem(error.toProblem(), mask) })
    response.status(error.status).type('html').send(renderPage(page))
  })
}
