import { type Request, type RequestHandler, Router } from 'express'
import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose'
import type { Readable } from '../../../store/records.ts'
import type { IdpClient, IdpScope } from '../../../store/idp-records.ts'
import type { KeyRing } from '../../engine/key-ring.ts'
import { readBody, readForm, replayBody, type TokenForm } from '../token-form.ts'
import { AUDIENCE } from './authorization-server.ts'
import type { OktaClients } from './clients.ts'
import { OktaOAuthError } from './okta-errors.ts'
import {
  assertGrantAllowed,
  assertWellFormed,
  authenticateClient,
  chooseScopes,
} from './token-request.ts'

export interface TokenRoutesDeps {
  issuer: string
  keys: Pick<KeyRing, 'published'>
  clients: OktaClients
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

/**
 * Own introspection and revocation, since the engine offers neither for JWT access tokens.
 *
 * @see [RFC 7662](https://www.rfc-editor.org/rfc/rfc7662.html), [RFC 7009](https://www.rfc-editor.org/rfc/rfc7009.html)
 */
function createInspector({ issuer, keys, clients }: TokenRoutesDeps) {
  const revoked = new Map<string, number>()

  async function read(token: string): Promise<JWTPayload | undefined> {
    try {
      const options = { issuer, audience: AUDIENCE, algorithms: ['RS256'] }
      const published = keys.published().map(({ publicJwk }) => publicJwk)
      const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: published }), options)
      const isLive =
        !revoked.has(payload.jti ?? '') && clients.find(String(payload['cid'])) !== undefined
      return isLive ? payload : undefined
    } catch {
      return undefined
    }
  }

  return {
    async introspect(token: string): Promise<Record<string, unknown>> {
      const claims = await read(token)
      if (!claims) return { active: false }
      const { exp, iat, sub, aud, iss, jti, cid, scp, uid } = claims
      return {
        active: true,
        scope: Array.isArray(scp) ? scp.join(' ') : '',
        client_id: cid,
        ...(uid !== undefined && { username: sub, uid }),
        exp,
        iat,
        sub,
        aud,
        iss,
        jti,
        token_type: 'Bearer',
      }
    },
    /** A token of another client, or none at all, is no error: there is nothing left to revoke. */
    async revoke(token: string, client: IdpClient): Promise<void> {
      const claims = await read(token)
      if (claims?.['cid'] !== client.client_id || claims.jti === undefined) return
      revoked.set(claims.jti, claims.exp ?? 0)
      const nowSeconds = Date.now() / 1000
      for (const [jti, endsAt] of revoked) if (endsAt < nowSeconds) revoked.delete(jti)
    },
  }
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
