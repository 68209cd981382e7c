import { refuse } from '../dialect-error.ts'
import { failInside, refuseJson, say } from './refusals.ts'

type Kind = 'text' | 'texts' | 'flag' | 'number' | 'keys'

/** What Keycloak's parser knows, by the type it wants; anything else is refused. */
const MEMBERS: Readonly<Record<Kind, string>> = {
  text: `token_endpoint_auth_method token_endpoint_auth_signing_alg client_id client_secret client_name
    client_uri logo_uri scope tos_uri policy_uri jwks_uri software_id software_version application_type
    sector_identifier_uri subject_type id_token_signed_response_alg id_token_encrypted_response_alg
    id_token_encrypted_response_enc userinfo_signed_response_alg userinfo_encrypted_response_alg
    userinfo_encrypted_response_enc request_object_signing_alg request_object_encryption_alg
    request_object_encryption_enc initiate_login_uri frontchannel_logout_uri backchannel_logout_uri
    registration_access_token registration_client_uri tls_client_auth_subject_dn
    authorization_signed_response_alg authorization_encrypted_response_alg
    authorization_encrypted_response_enc backchannel_token_delivery_mode
    backchannel_client_notification_endpoint backchannel_authentication_request_signing_alg`,
  texts: `redirect_uris grant_types response_types contacts default_acr_values request_uris
    post_logout_redirect_uris`,
  flag: `require_auth_time frontchannel_logout_session_required backchannel_logout_session_required
    backchannel_logout_revoke_offline_tokens tls_client_certificate_bound_access_tokens
    dpop_bound_access_tokens require_pushed_authorization_requests`,
  number: 'default_max_age client_id_issued_at client_secret_expires_at',
  keys: 'jwks',
}

const KINDS = new Map(
  Object.entries(MEMBERS).flatMap(([kind, names]) =>
    names.split(/\s+/).map((name) => [name, kind as Kind]),
  ),
)

/**
 * Reads a body as Keycloak's parser does, which stops at the first thing that it cannot take: members
 * that are `null` count as left out, numbers pass for text.
 *
 * @throws DialectError In Keycloak's words.
 */
export function readRepresentation(text: string): Record<string, unknown> {
  if (text.trim() === '') throw failInside()
  const body = parse(text)
  if (body === null) throw failInside()
  if (typeof body !== 'object' || Array.isArray(body)) throw refuseJson()
  const members: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(body)) {
    const kind = KINDS.get(name)
    if (!kind) throw refuseUnknown(name, text)
    if (value !== null) members[name] = read(kind, value)
  }
  return members
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refuse(400, 'invalid_request', 'Cannot parse the JSON')
  }
}

function refuseUnknown(name: string, text: string): Error {
  const at = text.indexOf(JSON.stringify(name))
  const before = text.slice(0, Math.max(at, 0)).split('\n')
  const column = (before.at(-1)?.length ?? 0) + name.length + 3
  return say(
    400,
    `Invalid json representation for OIDCClientRepresentation. Unrecognized field "${name.slice(0, 100)}" at line ${before.length} column ${column}.`,
  )
}

function read(kind: Kind, value: unknown): unknown {
  switch (kind) {
    case 'text':
      if (typeof value === 'string') return value
      if (typeof value !== 'number' && typeof value !== 'boolean') throw refuseJson()
      return String(value)
    case 'texts':
      if (!Array.isArray(value)) throw refuseJson()
      return value.map((item) => read('text', item))
    case 'flag':
      if (typeof value !== 'boolean' && value !== 'true' && value !== 'false') throw refuseJson()
      return value === true || value === 'true'
    case 'number':
      if (!/^-?\d+$/.test(String(value))) throw refuseJson()
      return Number(value)
    default:
      if (typeof value !== 'object' || Array.isArray(value)) throw refuseJson()
      return value
  }
}
