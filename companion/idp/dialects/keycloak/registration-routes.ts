import express, { type Request, type Response, Router } from 'express'
import { readBearer } from '../bearer.ts'
import type { DialectClient, IssuedClient } from '../profile/client-store.ts'
import { answerPreflight, refusePages } from './cors.ts'
import { readRepresentation } from './client-representation.ts'
import { describeClient } from './describe-client.ts'
import { admitManager, admitRegistrant } from './registration-guard.ts'
import { refuseBearer, refuseMetadata, say } from './refusals.ts'
import { REALM_PATH, REGISTRATION_PATH, type Realm } from './realm.ts'
import { CLIENT_TYPE, refusePlace, sendJson } from './send.ts'
import { assertConvertible, validateClient } from './validate-client.ts'

const METHODS = ['GET', 'POST', 'PUT', 'DELETE']

/** Keycloak's client registration service, by OpenID Connect's documents. */
export function registrationRoutes(realm: Realm): Router {
  const router = Router({ caseSensitive: true })
  const readText = express.text({ limit: '64kb', type: () => true })
  router
    .route(REGISTRATION_PATH)
    .options(answerPreflight('DELETE, POST, GET, OPTIONS, PUT'))
    .post(refusePages, readText, async (request, response) => {
      const asked = readBody(request)
      if (asked['client_id'] !== undefined) throw refuseMetadata('Client Identifier included')
      assertConvertible(asked)
      const spend = admitRegistrant(readBearer(request), realm)
      validateClient(asked, realm)
      const metadata = describeClient(asked, realm)
      await spend()
      const issued = await realm.clients.create(metadata, { secretSeconds: 0, isManaged: true })
      response.status(201).setHeader('location', addressOf(realm, issued.client))
      const { client_id_issued_at } = issued.client
      sendJson(response, { ...present(realm, issued), client_id_issued_at }, CLIENT_TYPE)
    })
    .all((request) => refusePlace(request, METHODS))
  router
    .route(`${REGISTRATION_PATH}/:client`)
    .options(answerPreflight('DELETE, POST, GET, OPTIONS, PUT'))
    .all(refusePages)
    .get((request, response) => {
      const client = admitManager(request, realm)
      const registration_access_token = readBearer(request) ?? ''
      sendJson(response, present(realm, { client, registration_access_token }), CLIENT_TYPE)
    })
    .put(readText, (request, response) => changeClient(realm, request, response))
    .delete(async (request, response) => {
      const isRemoved = await realm.clients.remove(admitManager(request, realm))
      if (!isRemoved) throw refuseChange()
      response.status(204).end()
    })
    .all((request) => refusePlace(request, METHODS))
  router.all(`${REALM_PATH}/clients-registrations{/*rest}`, () => {
    throw say(404, 'Client registration provider not found')
  })
  return router
}

async function changeClient(realm: Realm, request: Request, response: Response): Promise<void> {
  const asked = readBody(request)
  const client = admitManager(request, realm)
  if (asked['client_id'] !== client.client_id) throw refuseMetadata('Client Identifier modified')
  assertConvertible(asked)
  // What a PUT leaves out is kept.
  validateClient({ ...pick(client.metadata), ...asked }, realm)
  const metadata = describeClient(asked, realm, client)
  const issued = await realm.clients.replace(client, { metadata, rotatesToken: true })
  if (!issued) throw refuseChange()
  sendJson(response, present(realm, issued), CLIENT_TYPE)
}

function pick({ redirect_uris, token_endpoint_auth_method }: DialectClient['metadata']) {
  return { redirect_uris, token_endpoint_auth_method }
}

const refuseChange = (): Error =>
  refuseBearer('Not authorized to update client. Maybe missing token or bad token type.')

/** A page of any site may send other media types, without being asked first; Keycloak takes none, too. */
function readBody(request: Request): Record<string, unknown> {
  if (!request.is('application/json'))
    throw say(415, 'The content-type header value did not match the value in @Consumes')
  return readRepresentation(String(request.body))
}

function addressOf({ origin }: Realm, { client_id }: DialectClient): string {
  return `${origin}${REGISTRATION_PATH}/${client_id}`
}

function present(realm: Realm, { client, registration_access_token }: IssuedClient) {
  const { client_id, client_secret, metadata } = client
  const { requested_scope: _requested, ...shown } = metadata
  return {
    ...shown,
    client_id,
    ...(client_secret !== undefined && { client_secret, client_secret_expires_at: 0 }),
    registration_client_uri: addressOf(realm, client),
    registration_access_token,
  }
}
