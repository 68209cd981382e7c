import { randomBytes } from 'node:crypto'
import express, { Router } from 'express'
import { limitBody } from '../../../http/limit-body.ts'
import { readBearer } from '../bearer.ts'
import { codeOf, DialectError, refuse } from '../dialect-error.ts'
import type { ProfileTools } from '../profile/profile.ts'
import { defineProfileDialect } from '../profile/profile-dialect.ts'

/** The identifier of the API that this tenant knows. */
const API = 'https://api.dcr-lab.test/'
const GRANT = { type: 'application/json', limit: 16 * 1024 }
const METHODS = ['client_secret_post', 'client_secret_basic', 'none', 'private_key_jwt']

/**
 * A tenant of Auth0 that allows registration: open to everybody, no RFC 7592, no token without an
 * audience and a client grant.
 *
 * @see [Auth0: dynamic client registration](https://auth0.com/docs/get-started/applications/dynamic-client-registration)
 */
export const dialect = defineProfileDialect({
  hostPath: '/auth0',
  mountPath: '/auth0',
  issuerPath: '/auth0/',
  routes: {
    authorization: '/authorize',
    token: '/oauth/token',
    jwks: '/.well-known/jwks.json',
  },
  registrationPath: '/auth0/oidc/register',
  metadata: {
    token_endpoint_auth_methods_supported: METHODS,
    token_endpoint_auth_signing_alg_values_supported: ['RS256', 'PS256', 'ES256'],
  },
  audience: API,
  tokenSeconds: 86_400,
  registration: {
    async admit() {
      // Open: every caller may register.
    },
    grant(body) {
      const method = body['token_endpoint_auth_method'] ?? 'client_secret_post'
      if (typeof method !== 'string' || !METHODS.includes(method))
        throw refuse(
          400,
          'invalid_client_metadata',
          `Payload validation error: 'No enum match for: ${JSON.stringify(method).slice(0, 50)}' on property token_endpoint_auth_method`,
        )
      return {
        client_name: body['client_name'] ?? 'My App',
        redirect_uris: body['redirect_uris'] ?? [],
        grant_types: body['grant_types'] ?? ['authorization_code', 'refresh_token'],
        response_types: body['response_types'] ?? [],
        token_endpoint_auth_method: method,
        ...(body['logo_uri'] !== undefined && { logo_uri: body['logo_uri'] }),
        // Without its keys a client of private_key_jwt could never authenticate.
        ...(body['jwks'] !== undefined && { jwks: body['jwks'] }),
        ...(body['jwks_uri'] !== undefined && { jwks_uri: body['jwks_uri'] }),
      }
    },
    addresses: {
      // Seen in auth0/auth0-deploy-cli#155 and auth0-samples/auth0-vue-samples#94.
      refuseAddress(found) {
        const { field, index, uri } = found
        const format =
          codeOf(found) === 'invalid_redirect_uri' ? 'callback-url' : 'absolute-uri-or-empty'
        const place = index === undefined ? field : `${field}[${index}]`
        return refuse(
          400,
          codeOf(found),
          `Payload validation error: 'Object didn't pass validation for format ${format}: ${uri}' on property ${place}`,
        )
      },
    },
    refuseBody: () =>
      new DialectError(400, {
        statusCode: 400,
        error: 'Bad Request',
        message: 'Invalid request payload JSON format',
      }),
    secretSeconds: 0,
    rotatesTokenOn: [],
  },
  async createInitialToken({ state }) {
    const token = `mgmt_${randomBytes(24).toString('base64url')}`
    await state.addInitialToken(token, { seconds: 86_400 })
    return token
  },
  extraRoutes: clientGrantRoutes,
  token: {
    prepare(form, { state }, client) {
      if (form.get('grant_type') !== 'client_credentials' || !client) return
      const audience = form.get('audience')
      if (audience === null)
        throw refuse(
          403,
          'access_denied',
          'No audience parameter was provided, and no default audience has been configured',
        )
      if (audience !== API)
        throw refuse(403, 'access_denied', `Service not found: ${audience.slice(0, 200)}`)
      const isGranted = state
        .grants()
        .some((grant) => grant.client_id === client.client_id && grant.audience === API)
      if (!isGranted)
        throw refuse(
          403,
          'access_denied',
          `Client is not authorized to access "${API}". You need to create a "client-grant" associated to this API. See: https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants`,
        )
      form.delete('audience')
      form.set('resource', API)
    },
    isJwt: () => true,
    shape({ header, payload }, { client }) {
      const { iss, aud, iat, exp, scope, jti } = payload
      return {
        header: { ...header, typ: 'JWT' },
        payload: {
          iss,
          sub: `${client.client_id}@clients`,
          aud,
          iat,
          exp,
          ...(scope !== undefined && { scope }),
          gty: 'client-credentials',
          azp: client.client_id,
          jti,
        },
      }
    },
  },
})

/** The management call without which a new client may use no API. */
function clientGrantRoutes({ state, clients }: ProfileTools): Router {
  const router = Router({ caseSensitive: true })
  router.post(
    '/api/v2/client-grants',
    limitBody(GRANT, express.json(GRANT)),
    async (request, response) => {
      if (!state.hasInitialToken(readBearer(request) ?? ''))
        throw new DialectError(401, {
          statusCode: 401,
          error: 'Unauthorized',
          message: 'Invalid token',
        })
      const { client_id, audience, scope } = (request.body ?? {}) as Record<string, unknown>
      if (typeof client_id !== 'string' || typeof audience !== 'string' || !clients.find(client_id))
        throw new DialectError(404, {
          statusCode: 404,
          error: 'Not Found',
          message: 'The client does not exist.',
        })
      const grant = {
        id: `cgr_${randomBytes(9).toString('base64url')}`,
        client_id,
        audience,
        scope: Array.isArray(scope) ? scope.map(String) : [],
      }
      await state.addGrant(grant)
      response.status(201).json(grant)
    },
  )
  return router
}
