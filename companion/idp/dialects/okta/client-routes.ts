import express, { type Response, Router } from 'express'
import { limitBody } from '../../../http/limit-body.ts'
import type { IdpClient } from '../../../store/idp-records.ts'
import { readClientRequest } from './client-request.ts'
import type { OktaClients } from './clients.ts'
import { OktaApiError, OktaOAuthError } from './okta-errors.ts'

export interface ClientRoutesDeps {
  clients: OktaClients
  origin: string
  now: () => number
}

const FORBIDDEN_IN_PUT = ['client_secret', 'client_id_issued_at', 'client_secret_expires_at']
const MAX_PAGE = 200
const BODY_BYTES = 64 * 1024

/**
 * `/oauth2/v1/clients`.
 *
 * @see [Okta: dynamic client registration](https://developer.okta.com/docs/reference/api/oauth-clients/)
 */
export function clientRoutes({ clients, origin, now }: ClientRoutesDeps): Router {
  const router = Router({ caseSensitive: true })
  const readJson = limitBody(
    { type: '*/*', limit: BODY_BYTES },
    express.json({ limit: BODY_BYTES, type: () => true }),
  )

  router
    .route('/')
    .post(assertJson, readJson, async (request, response) => {
      const client = await clients.create(readClientRequest(request.body), now())
      send(response.status(201), present(client, clients.readSecret(client)))
    })
    .get((request, response) => {
      const { items, links } = pageOf(
        clients.list(),
        readPage(request.query),
        `${origin}/oauth2/v1/clients`,
      )
      response.set('link', links.join(', '))
      response.json(items.map((client) => present(client)))
    })
    .all(refuseMethod)

  router
    .route('/:client')
    .get((request, response) =>
      send(response, present(requireClient(clients, request.params.client))),
    )
    .put(assertJson, readJson, async (request, response) => {
      const client = requireClient(clients, request.params.client)
      assertReplaceable(client, request.body as Record<string, unknown>)
      const replaced = await clients.replace(client, readClientRequest(request.body))
      send(response, present(replaced, clients.readSecret(replaced)))
    })
    .delete(async (request, response) => {
      await clients.remove(requireClient(clients, request.params.client).client_id)
      response.status(204).end()
    })
    .all(refuseMethod)

  router
    .route('/:client/lifecycle/newSecret')
    .post(async (request, response) => {
      const client = clients.find(request.params.client)
      if (!client?.client_secret)
        throw new OktaApiError(
          'E0000007',
          `: ${request.params.client.slice(0, 100)} (PublicClientApp)`,
        )
      const renewed = await clients.renewSecret(client)
      send(response, present(renewed, clients.readSecret(renewed)))
    })
    .all(refuseMethod)
  return router
}

/** Okta's record: every documented member, those without a value as null. */
export function present(client: IdpClient, secret?: string): Record<string, unknown> {
  const { client_id, client_secret: sealed, jwks, jwks_uri, ...settings } = client
  return {
    client_id,
    ...(secret !== undefined && { client_secret: secret }),
    ...(sealed !== undefined && { client_secret_expires_at: 0 }),
    ...settings,
    ...(jwks && { jwks }),
    ...(jwks_uri !== null && { jwks_uri }),
  }
}

function send(response: Response, body: unknown): void {
  response.set({ 'cache-control': 'no-store', pragma: 'no-cache' }).json(body)
}

function requireClient(clients: OktaClients, id: string): IdpClient {
  const client = clients.find(id)
  if (client) return client
  throw new OktaOAuthError(401, 'invalid_client', "Invalid value for 'client_id' parameter.")
}

/** @see [RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592.html#section-2.2) what a PUT must not carry */
function assertReplaceable(client: IdpClient, body: Record<string, unknown> | undefined): void {
  const forbidden = FORBIDDEN_IN_PUT.find((name) => body?.[name] !== undefined)
  if (forbidden !== undefined)
    throw new OktaOAuthError(400, 'invalid_client_metadata', `'${forbidden}' cannot be modified.`)
  const { client_id: id, application_type: type } = body ?? {}
  if (id !== undefined && id !== client.client_id)
    throw new OktaOAuthError(
      400,
      'invalid_client_metadata',
      "'client_id' does not match the client.",
    )
  if (type !== undefined && type !== client.application_type)
    throw new OktaOAuthError(
      400,
      'invalid_client_metadata',
      "'application_type' cannot be modified.",
    )
}

interface Page {
  q: string
  limit: number
  after: string | undefined
}

function readPage(query: Record<string, unknown>): Page {
  const text = (name: string): string => (typeof query[name] === 'string' ? query[name] : '')
  const limit = Number.parseInt(text('limit'), 10)
  return {
    q: text('q'),
    limit: Number.isInteger(limit) && limit > 0 ? Math.min(limit, MAX_PAGE) : 20,
    after: text('after') || undefined,
  }
}

function pageOf(
  all: readonly IdpClient[],
  { q, limit, after }: Page,
  address: string,
): { items: IdpClient[]; links: string[] } {
  const found = all.filter(({ client_name }) => client_name.startsWith(q))
  const start =
    after === undefined ? 0 : found.findIndex(({ client_id }) => client_id === after) + 1
  const items = found.slice(start, start + limit)
  const link = (from: string | undefined, rel: string): string => {
    const query = new URLSearchParams({
      ...(q && { q }),
      ...(from && { after: from }),
      limit: String(limit),
    })
    return `<${address}?${query.toString()}>; rel="${rel}"`
  }
  const hasMore = start + limit < found.length
  const last = items.at(-1)?.client_id
  return { items, links: [link(after, 'self'), ...(hasMore ? [link(last, 'next')] : [])] }
}

const assertJson: express.RequestHandler = (request, _response, next) => {
  if (!request.is('application/json')) throw new OktaApiError('E0000021')
  next()
}

const refuseMethod: express.RequestHandler = () => {
  throw new OktaApiError('E0000022')
}
