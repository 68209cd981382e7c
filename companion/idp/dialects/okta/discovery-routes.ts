import { Router } from 'express'
import { ASSERTION_ALGORITHMS } from '../../engine/assertion-algorithms.ts'

export const SERVER_METADATA = [
  '/oauth2/default/.well-known/openid-configuration',
  '/oauth2/default/.well-known/oauth-authorization-server',
  '/.well-known/oauth-authorization-server/oauth2/default',
]

export const ORGANISATION_METADATA = [
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
]

/**
 * The metadata in its places: OpenID Connect's appended path, RFC 8414's inserted one, and Okta's
 * appended form of the latter; for the organisation too. Only what is really offered is named.
 *
 * @see [RFC 8414 §3](https://www.rfc-editor.org/rfc/rfc8414.html#section-3)
 * @see [Okta: well-known](https://developer.okta.com/docs/reference/api/oidc/#well-known-oauth-authorization-server)
 */
export function discoveryRoutes(origin: string): Router {
  const router = Router({ caseSensitive: true })
  const server = describe(origin, `${origin}/oauth2/default`)
  const organisation = describe(origin, origin)
  const serve = (paths: readonly string[], document: unknown): void => {
    router.get([...paths], (_request, response) => {
      response.set('cache-control', 'max-age=86400, must-revalidate').json(document)
    })
  }
  serve(SERVER_METADATA, server)
  serve(ORGANISATION_METADATA, organisation)
  return router
}

function describe(origin: string, issuer: string): Record<string, unknown> {
  const endpoints = `${origin}/oauth2/default/v1`
  return {
    issuer,
    authorization_endpoint: `${endpoints}/authorize`,
    token_endpoint: `${endpoints}/token`,
    registration_endpoint: `${origin}/oauth2/v1/clients`,
    jwks_uri: `${endpoints}/keys`,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    token_endpoint_auth_methods_supported: [
      'client_secret_basic',
      'client_secret_post',
      'client_secret_jwt',
      'private_key_jwt',
      'none',
    ],
    token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    claims_supported: ['ver', 'jti', 'iss', 'aud', 'iat', 'exp', 'cid', 'uid', 'scp', 'sub'],
    code_challenge_methods_supported: ['S256'],
    introspection_endpoint: `${endpoints}/introspect`,
    introspection_endpoint_auth_methods_supported: [
      'client_secret_basic',
      'client_secret_post',
      'none',
    ],
    revocation_endpoint: `${endpoints}/revoke`,
    revocation_endpoint_auth_methods_supported: [
      'client_secret_basic',
      'client_secret_post',
      'none',
    ],
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
  }
}
