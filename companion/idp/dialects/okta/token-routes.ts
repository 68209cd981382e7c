import { type Request, type RequestHandler, Router } from 'express'
import type { Readable } from '../../../store/records.ts'
import type { IdpClient, IdpScope } from '../../../store/idp-records.ts'
import { readBody, readForm, replayBody, type TokenForm } from '../token-form.ts'
import type { OktaClients } from './clients.ts'
import { createInspector, type InspectorDeps } from './inspector.ts'
import { OktaOAuthError } from './okta-errors.ts'
import {
  assertGrantAllowed,
  assertWellFormed,
  authenticateClient,
  chooseScopes,
} from './token-request.ts'

export interface TokenRoutesDeps extends InspectorDeps {
  scopes: Readable<IdpScope>
  hasAccessPolicy: () => boolean
  /** The engine, which has the last word. */
  engine: RequestHandler
}

/** The token endpoint's guard, introspection and revocation of `/oauth2/default/v1`. */
export function tokenRoutes(deps: TokenRoutesDeps): Router {
  const { clients, scopes, hasAccessPolicy, engine } = deps
  const router = Router({ caseSensitive: true })
  const inspector = createInspector(deps)

  router.post('/v1/token', readBody, (request, response, next) => {
    const token = readForm(request, refuseBody)
    assertWellFormed(token, { query: readQuery(request), origin: request.headers.origin })
    const client = authenticateClient(clients, token)
    const grant = token.form.get('grant_type') ?? ''
    const asserted = client ?? clients.find(token.form.get('client_id') ?? '')
    if (asserted) assertGrantAllowed(asserted, grant)
    if (grant === 'client_credentials') {
      const chosen = chooseScopes(token.form.get('scope') ?? '', {
        scopes: scopes.list(),
        hasAccessPolicy: hasAccessPolicy(),
      })
      token.form.set('scope', chosen.join(' '))
    }
    replayBody(request, token.form.toString())
    engine(request, response, next)
  })

  router.post('/v1/introspect', readBody, async (request, response) => {
    const token = readForm(request, refuseBody)
    requireClient(clients, token)
    response.json(await inspector.introspect(token.form.get('token') ?? ''))
  })

  router.post('/v1/revoke', readBody, async (request, response) => {
    const token = readForm(request, refuseBody)
    const client = requireClient(clients, token)
    await inspector.revoke(token.form.get('token') ?? '', client)
    response.status(200).end()
  })
  return router
}

function requireClient(clients: OktaClients, token: TokenForm): IdpClient {
  const client = authenticateClient(clients, token)
  if (client) return client
  throw new OktaOAuthError(
    401,
    'invalid_client',
    'Client authentication failed. Either the client or the client credentials are invalid.',
  )
}

function refuseBody(): OktaOAuthError {
  return new OktaOAuthError(
    400,
    'invalid_request',
    'Accept and/or Content-Type headers are not set correctly, or the body is empty.',
  )
}

function readQuery(request: Request): URLSearchParams {
  return new URL(request.originalUrl, 'http://localhost').searchParams
}
