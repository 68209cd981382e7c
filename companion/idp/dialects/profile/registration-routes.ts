import express, { type Request, type Response, Router } from 'express'
import { readBearer } from '../bearer.ts'
import type { DialectClient, IssuedClient } from './client-store.ts'
import { assertHarmless, refuse } from '../dialect-error.ts'
import { StatementRefusal } from '../../statements/software-publishers.ts'
import type { DialectProfile, ProfileTools } from './profile.ts'

/** RFC 7591 and, where the provider has it, RFC 7592. */
export function registrationRoutes(profile: DialectProfile, tools: ProfileTools): Router {
  const router = Router({ caseSensitive: true })
  const { registration } = profile
  const { clients } = tools
  const place = { registration, origin: tools.origin }
  const readText = express.text({ limit: '64kb', type: () => true })
  const path = profile.registrationPath

  router.post(path, readText, async (request, response) => {
    await registration.admit(request, tools)
    const metadata = registration.grant(await readMetadata(request, profile, tools), tools)
    const issued = await clients.create(metadata, {
      secretSeconds: registration.secretSeconds,
      isManaged: registration.manage !== undefined,
    })
    send(response.status(201), present(place, issued))
  })
  const { manage } = registration
  if (!manage) return router

  const item = isQueryItem(manage.path('x')) ? path : `${path}/:client`
  router
    .route(item)
    .get(async (request, response) => {
      const client = authorize(request)
      const rotatesToken = registration.rotatesTokenOn.includes('GET')
      const issued = (await clients.replace(client, { rotatesToken })) ?? refuseToken()
      send(response, present(place, issued, readBearer(request)))
    })
    .put(readText, async (request, response) => {
      const client = authorize(request)
      const body = await readMetadata(request, profile, tools)
      assertReplaceable(body, client)
      const metadata = registration.grant(body, tools, client)
      const rotatesToken = registration.rotatesTokenOn.includes('PUT')
      const issued = (await clients.replace(client, { metadata, rotatesToken })) ?? refuseToken()
      send(response, present(place, issued, readBearer(request)))
    })
    .delete(async (request, response) => {
      if (!(await clients.remove(authorize(request)))) refuseToken()
      response.status(204).set('cache-control', 'no-store').end()
    })
  return router

  function authorize(request: Request): DialectClient {
    const client = clients.find(manage?.find(request) ?? '')
    const token = readBearer(request)
    if (client && token !== undefined && clients.isManagedBy(client, token)) return client
    return refuseToken()
  }

  function refuseToken(): never {
    throw manage?.refuseToken() ?? refuse(404, 'not_found')
  }
}

/** The body, with what its software statement says. */
async function readMetadata(
  request: Request,
  { registration }: DialectProfile,
  { publishers }: ProfileTools,
): Promise<Record<string, unknown>> {
  const body = readJson(request, registration.refuseBody)
  const checked = (metadata: Record<string, unknown>): Record<string, unknown> => {
    assertHarmless(metadata, registration.addresses)
    return metadata
  }
  if (registration.takesStatements !== true) return checked(body)
  try {
    return checked(await publishers.apply(body))
  } catch (thrown) {
    if (thrown instanceof StatementRefusal) throw refuse(400, thrown.error, thrown.message)
    throw thrown
  }
}

/** The client as one answer shows it. @param sent - The token the caller used, which stays good. */
function present(
  { registration, origin }: { registration: DialectProfile['registration']; origin: string },
  { client, registration_access_token }: IssuedClient,
  sent?: string,
): Record<string, unknown> {
  const { client_id, client_secret, client_id_issued_at, client_secret_expires_at } = client
  const token = registration_access_token ?? sent
  const { manage } = registration
  return {
    client_id,
    client_id_issued_at,
    ...(client_secret !== undefined && { client_secret, client_secret_expires_at }),
    ...client.metadata,
    ...(manage &&
      token !== undefined && {
        registration_access_token: token,
        registration_client_uri: origin + manage.path(client_id),
      }),
  }
}

/** @see [RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592.html#section-2.2) what a PUT must not carry */
function assertReplaceable(body: Record<string, unknown>, client: DialectClient): void {
  const forbidden = [
    'registration_access_token',
    'registration_client_uri',
    'client_secret_expires_at',
    'client_id_issued_at',
  ].find((name) => body[name] !== undefined)
  if (forbidden !== undefined)
    throw refuse(400, 'invalid_request', `request MUST NOT include the ${forbidden} field`)
  const { client_id: id, client_secret: secret } = body
  if (id !== client.client_id)
    throw refuse(400, 'invalid_client_metadata', 'Client Identifier modified')
  if (secret !== undefined && secret !== client.client_secret)
    throw refuse(400, 'invalid_client_metadata', 'The client_secret does not match.')
}

/** A page of any site may send other media types, without being asked first. */
function readJson(request: Request, refuseBody: () => Error): Record<string, unknown> {
  if (!request.is('application/json')) throw refuseBody()
  try {
    const value: unknown = JSON.parse(String(request.body))
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch {
    // The dialect says it in its own words.
  }
  throw refuseBody()
}

function isQueryItem(path: string): boolean {
  return path.includes('?')
}

function send(response: Response, body: unknown): void {
  response.set({ 'cache-control': 'no-store', pragma: 'no-cache' }).json(body)
}
