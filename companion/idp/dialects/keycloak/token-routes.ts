import { Router } from 'express'
import { readBearer } from '../bearer.ts'
import { DialectError, refuse } from '../dialect-error.ts'
import type { DialectClient } from '../profile/client-store.ts'
import type { RefreshTokens } from '../../engine/refresh-tokens.ts'
import { readBody, readForm, replayBody, type TokenForm } from '../token-form.ts'
import { verifyAccessToken } from './access-tokens.ts'
import { authenticateClient } from './client-authentication.ts'
import { answerPreflight } from './cors.ts'
import { grantsOf, PROTOCOL_PATH, REALM_PATH, type Realm } from './realm.ts'
import { neverStore, refusePlace, sendJson } from './send.ts'
import { prepareTokenRequest } from './token-requests.ts'
import type { TokenPlans } from './token-plans.ts'

const AT = REALM_PATH + PROTOCOL_PATH
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code'

/** The token endpoint and those around it: what they refuse, and what the engine does not have. */
export function tokenRoutes(realm: Realm, plans: TokenPlans, refreshTokens: RefreshTokens): Router {
  const router = Router({ caseSensitive: true })
  router
    .route(`${AT}/token`)
    .options(answerPreflight('POST, OPTIONS'))
    .post(neverStore, readBody, prepareTokenRequest(realm, plans))
    .all((request, _response, next) =>
      request.method === 'POST' ? next() : refusePlace(request, []),
    )
  router
    .route(`${AT}/token/introspect`)
    .post(readBody, (request, response) => {
      const answer = introspect(readForm(request, refuseForm), realm)
      response.setHeader('cache-control', 'no-cache')
      sendJson(response, answer)
    })
    .all((request) => refusePlace(request, []))
  router
    .route(`${AT}/revoke`)
    .options(answerPreflight('POST, OPTIONS'))
    .post(readBody, async (request, response) => {
      const problem = await revoke(readForm(request, refuseForm), realm, refreshTokens)
      if (problem) return sendJson(response, problem)
      response.end()
    })
    .all((request) => refusePlace(request, []))
  router.all(`${AT}/userinfo`, neverStore, (request, response) => {
    const claims = describeBearer(readBearer(request), realm)
    response.setHeader('cache-control', 'no-store, no-cache')
    sendJson(response, claims)
  })
  router.post(`${AT}/auth/device`, readBody, (request, _response, next) => {
    const sent = readForm(request, refuseForm)
    assertDeviceClient(authenticateClient(sent, realm))
    replayBody(request, sent.form.toString())
    next()
  })
  router.post(`${AT}/ext/par/request`, readBody, (request, _response, next) => {
    const sent = readForm(request, refuseForm)
    assertPushed(sent, realm)
    replayBody(request, sent.form.toString())
    next()
  })
  return router
}

const refuseForm = (): Error =>
  refuse(401, 'invalid_client', 'Invalid client or Invalid client credentials')

/** A token is alive for those alone that stand in its audience: Keycloak 26.6 and newer. */
function introspect(sent: TokenForm, realm: Realm): Record<string, unknown> {
  const client = authenticateForIntrospection(sent, realm)
  if (client.metadata['token_endpoint_auth_method'] === 'none')
    throw refuse(403, 'invalid_request', 'Client not allowed.')
  const { form } = sent
  const token = form.get('token')
  if (token === null) throw refuse(400, 'invalid_request', 'Token not provided.')
  const hint = form.get('token_type_hint') ?? 'access_token'
  if (!['access_token', 'refresh_token', 'requesting_party_token'].includes(hint))
    throw refuse(400, 'invalid_request', 'Unsupported token type.')
  const claims = verifyAccessToken(token, realm)
  const audience = [claims?.['aud'] ?? []].flat()
  if (!claims || !audience.includes(client.client_id)) return { active: false }
  return { ...claims, username: claims['preferred_username'], token_type: 'Bearer', active: true }
}

function authenticateForIntrospection(sent: TokenForm, realm: Realm): DialectClient {
  try {
    return authenticateClient(sent, realm)
  } catch (thrown) {
    const isKnown = thrown instanceof DialectError && thrown.body['error'] !== 'invalid_client'
    throw isKnown ? refuse(401, 'invalid_client', 'Client authentication failed.') : thrown
  }
}

/** @returns What Keycloak says with status 200 about a token that is none. */
async function revoke(
  sent: TokenForm,
  realm: Realm,
  refreshTokens: RefreshTokens,
): Promise<Record<string, unknown> | undefined> {
  const client = authenticateClient(sent, realm)
  const token = sent.form.get('token')
  if (token === null) throw refuse(400, 'invalid_request', 'Token not provided')
  const claims = verifyAccessToken(token, realm)
  const refresh = claims ? undefined : await refreshTokens.find(token)
  const owner = claims?.['azp'] ?? refresh?.clientId
  if (owner === undefined) return { error: 'invalid_token', error_description: 'Invalid token' }
  if (owner !== client.client_id) throw refuse(400, 'invalid_request', 'Unmatching clients')
  if (refresh) await refreshTokens.revoke(refresh)
  else await realm.revoked.add(String(claims?.['jti']), Number(claims?.['exp']))
  return undefined
}

function describeBearer(token: string | undefined, realm: Realm): Record<string, unknown> {
  const refuseBearer = (status: number, words: string): Error =>
    new DialectError(status, {}, { 'www-authenticate': `Bearer realm="lab"${words}` })
  if (token === undefined) throw refuseBearer(401, '')
  const claims = verifyAccessToken(token, realm)
  if (!claims)
    throw refuseBearer(
      401,
      ', error="invalid_token", error_description="Token verification failed"',
    )
  if (!String(claims['scope']).split(' ').includes('openid'))
    throw refuseBearer(
      403,
      ', error="insufficient_scope", error_description="Missing openid scope"',
    )
  const shown = [
    'sub',
    'email_verified',
    'name',
    'preferred_username',
    'given_name',
    'family_name',
    'email',
  ]
  return Object.fromEntries(
    shown.flatMap((name) => (claims[name] === undefined ? [] : [[name, claims[name]]])),
  )
}

function assertDeviceClient(client: DialectClient): void {
  if (grantsOf(client).includes(DEVICE)) return
  throw refuse(
    400,
    'unauthorized_client',
    'Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.',
  )
}

function assertPushed(sent: TokenForm, realm: Realm): void {
  const client = authenticatePushed(sent, realm)
  const uris = client.metadata['redirect_uris']
  if (Array.isArray(uris) && uris.includes(sent.form.get('redirect_uri'))) return
  throw refuse(400, 'invalid_request', 'Invalid parameter: redirect_uri')
}

function authenticatePushed(sent: TokenForm, realm: Realm): DialectClient {
  try {
    return authenticateClient(sent, realm)
  } catch {
    throw refuse(401, 'invalid_request', 'Authentication failed.')
  }
}
