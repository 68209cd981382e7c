import { createHash, randomUUID } from 'node:crypto'
import { readBearer } from '../bearer.ts'
import { DialectError, refuse, refuseToken } from '../dialect-error.ts'
import type { DialectProfile, ProfileTools } from '../profile/profile.ts'
import { defineProfileDialect } from '../profile/profile-dialect.ts'

const REALM = '/keycloak/realms/lab'
const REGISTRATION = `${REALM}/clients-registrations/openid-connect`

/** What Keycloak's parser knows; anything else is 400. */
const FIELDS = new Set(
  `redirect_uris token_endpoint_auth_method token_endpoint_auth_signing_alg grant_types response_types
  client_id client_secret client_name client_uri logo_uri scope contacts tos_uri policy_uri jwks_uri jwks
  software_id software_version application_type sector_identifier_uri subject_type
  id_token_signed_response_alg id_token_encrypted_response_alg id_token_encrypted_response_enc
  userinfo_signed_response_alg userinfo_encrypted_response_alg userinfo_encrypted_response_enc
  request_object_signing_alg request_object_encryption_alg request_object_encryption_enc
  default_max_age require_auth_time default_acr_values initiate_login_uri request_uris
  post_logout_redirect_uris frontchannel_logout_uri frontchannel_logout_session_required
  backchannel_logout_uri backchannel_logout_session_required
  tls_client_certificate_bound_access_tokens dpop_bound_access_tokens
  require_pushed_authorization_requests registration_access_token registration_client_uri
  userinfo_encrypted_response_alg userinfo_encrypted_response_enc request_object_encryption_alg
  request_object_encryption_enc backchannel_logout_revoke_offline_tokens tls_client_auth_subject_dn
  authorization_signed_response_alg authorization_encrypted_response_alg
  authorization_encrypted_response_enc backchannel_token_delivery_mode
  backchannel_client_notification_endpoint backchannel_authentication_request_signing_alg
  client_id_issued_at client_secret_expires_at`.split(/\s+/),
)

/**
 * A realm "lab" of Keycloak 26: trusted hosts, refused fields, a registration access token that
 * changes with each PUT, the audience `account`.
 *
 * @see [Keycloak: client registration service](https://www.keycloak.org/securing-apps/client-registration)
 */
export const dialect = defineProfileDialect({
  hostPath: REALM,
  mountPath: REALM,
  issuerPath: REALM,
  routes: {
    authorization: '/protocol/openid-connect/auth',
    token: '/protocol/openid-connect/token',
    jwks: '/protocol/openid-connect/certs',
  },
  registrationPath: REGISTRATION,
  metadata: {},
  // The engine wants a URI; in the token it reads "account".
  audience: 'urn:dcr-lab:account',
  tokenSeconds: 300,
  registration: {
    admit,
    grant(body, { state }, known) {
      if (!known && body['client_id'] !== undefined)
        throw refuse(400, 'invalid_client_metadata', 'Client Identifier included')
      const unknown = Object.keys(body).find((name) => !FIELDS.has(name))
      if (unknown !== undefined)
        throw refuse(
          400,
          `Invalid json representation for OIDCClientRepresentation. Unrecognized field "${unknown.slice(0, 100)}" at line 1 column ${JSON.stringify(body).indexOf(`"${unknown}"`) + unknown.length + 3}.`,
        )
      const scopes = state.scopes().map(({ name }) => name)
      assertScopes(body['scope'], scopes)
      return describe(body, scopes)
    },
    refuseBody: () => refuse(400, 'invalid_request', 'Cannot parse the JSON'),
    secretSeconds: 0,
    rotatesTokenOn: ['PUT'],
    manage: {
      path: (id) => `${REGISTRATION}/${id}`,
      find: (request) => String(request.params['client']),
      refuseToken: () =>
        refuseToken(
          'Not authorized to view client. Not valid token or client credentials provided.',
        ),
    },
  },
  async createInitialToken({ issuer, state, now }) {
    // Shaped as Keycloak's own; only its digest is looked at.
    const part = (value: unknown): string =>
      Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = {
      exp: Math.floor(now() / 1000) + 86_400,
      iat: Math.floor(now() / 1000),
      jti: randomUUID(),
      iss: issuer,
      aud: issuer,
      typ: 'InitialAccessToken',
    }
    const body = `${part({ alg: 'HS512', typ: 'JWT' })}.${part(claims)}`
    const token = `${body}.${createHash('sha512').update(body).digest('base64url')}`
    await state.addInitialToken(token, { uses: 5, seconds: 86_400 })
    return token
  },
  token: {
    prepare(form, { state }, client) {
      if (form.get('grant_type') !== 'client_credentials' || !client) return
      const grants = client.metadata['grant_types']
      if (!Array.isArray(grants) || !grants.includes('client_credentials'))
        throw refuse(401, 'unauthorized_client', 'Client not enabled to retrieve service account')
      const known = new Set([
        'openid',
        'profile',
        'email',
        ...state.scopes().map(({ name }) => name),
      ])
      const asked = (form.get('scope') ?? '').split(' ').filter(Boolean)
      if (asked.some((name) => !known.has(name)))
        throw refuse(400, 'invalid_scope', `Invalid scopes: ${asked.join(' ')}`)
      const defaults = state.scopes().filter((scope) => scope.default)
      form.set(
        'scope',
        [...new Set([...asked, ...defaults.map(({ name }) => name)])]
          .filter((name) => name !== 'openid')
          .join(' '),
      )
    },
    isJwt: () => true,
    shape({ header, payload }, { client }) {
      const { exp, iat, jti, iss, scope } = payload
      return {
        header: { ...header, typ: 'JWT' },
        payload: {
          exp,
          iat,
          jti: `trrtcc:${String(jti)}`,
          iss,
          aud: 'account',
          // A service account has an id of its own: it is not the client's.
          sub: accountId(client.client_id),
          typ: 'Bearer',
          azp: client.client_id,
          acr: '1',
          scope: [scope, 'profile', 'email'].filter(Boolean).join(' '),
          clientHost: '127.0.0.1',
          clientAddress: '127.0.0.1',
          preferred_username: `service-account-${client.client_id}`,
          client_id: client.client_id,
        },
      }
    },
  },
})

async function admit(
  request: Parameters<DialectProfile['registration']['admit']>[0],
  { state }: ProfileTools,
) {
  if (!request.is('application/json'))
    throw new DialectError(415, { error: 'HTTP 415 Unsupported Media Type' })
  const token = readBearer(request)
  if (token === undefined)
    throw refuse(
      403,
      'insufficient_scope',
      "Policy 'Trusted Hosts' rejected request to client-registration service. Details: Host not trusted.",
    )
  switch (await state.useInitialToken(token)) {
    case 'unknown':
      throw refuseToken(
        token.split('.').length === 3 ? 'Initial Access Token not found' : 'Failed decode token',
      )
    case 'expired':
      throw refuseToken('Expired initial access token')
    case 'used_up':
      throw refuseToken('No remaining count on initial access token')
    default:
  }
}

function assertScopes(asked: unknown, known: readonly string[]): void {
  const names = typeof asked === 'string' ? asked.split(' ').filter(Boolean) : []
  const isKnown = names.every((name) => [...known, 'openid', 'profile', 'email'].includes(name))
  if (!isKnown)
    throw refuse(
      403,
      'insufficient_scope',
      "Policy 'Allowed Client Scopes' rejected request to client-registration service. Details: Not permitted to use specified clientScope",
    )
}

function describe(body: Record<string, unknown>, scopes: readonly string[]) {
  const grants = Array.isArray(body['grant_types']) ? body['grant_types'].map(String) : []
  const chosen = grants.length > 0 ? grants : ['authorization_code']
  const { client_id: _id, client_secret: _secret, ...asked } = body
  return {
    ...asked,
    redirect_uris: body['redirect_uris'] ?? [],
    token_endpoint_auth_method: body['token_endpoint_auth_method'] ?? 'client_secret_basic',
    grant_types: [...new Set([...chosen, 'refresh_token'])],
    response_types: body['response_types'] ?? ['code', 'none'],
    client_name: body['client_name'] ?? '',
    scope: body['scope'] ?? scopes.join(' '),
    subject_type: 'public',
    request_uris: [],
    tls_client_certificate_bound_access_tokens: false,
    dpop_bound_access_tokens: body['dpop_bound_access_tokens'] ?? false,
    post_logout_redirect_uris: body['post_logout_redirect_uris'] ?? [],
    backchannel_logout_session_required: false,
    require_pushed_authorization_requests: false,
    frontchannel_logout_session_required: false,
  }
}

/** A UUID that always belongs to this client. */
function accountId(clientId: string): string {
  const hex = createHash('sha256').update(clientId).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
