import type { DialectClient } from '../profile/client-store.ts'
import { computeFlows, type Flows } from './client-flows.ts'
import { listOptionalScopes, type Realm } from './realm.ts'

type Members = Readonly<Record<string, unknown>>

/** Members that come back as they were sent. What is in neither list, Keycloak takes and never shows. */
const SHOWN =
  `token_endpoint_auth_signing_alg client_name client_uri jwks jwks_uri default_acr_values
  tls_client_auth_subject_dn id_token_signed_response_alg id_token_encrypted_response_alg
  id_token_encrypted_response_enc userinfo_signed_response_alg userinfo_encrypted_response_alg
  userinfo_encrypted_response_enc request_object_signing_alg request_object_encryption_alg
  request_object_encryption_enc authorization_signed_response_alg
  authorization_encrypted_response_alg authorization_encrypted_response_enc
  frontchannel_logout_uri backchannel_logout_uri backchannel_token_delivery_mode
  backchannel_client_notification_endpoint backchannel_authentication_request_signing_alg
  sector_identifier_uri`.split(/\s+/)

/** Switches that are off unless they are asked for. */
const SWITCHES = [
  'tls_client_certificate_bound_access_tokens',
  'dpop_bound_access_tokens',
  'backchannel_logout_session_required',
  'require_pushed_authorization_requests',
  'frontchannel_logout_session_required',
]

/**
 * What Keycloak keeps of client metadata: switches and attributes, from which it computes each answer.
 *
 * @param known - The client that is changed: what the request leaves out stays as it is.
 */
export function describeClient(
  asked: Members,
  realm: Realm,
  known?: DialectClient,
): Record<string, unknown> {
  const before = known?.metadata ?? {}
  const flows = computeFlows(asked, known && (before as unknown as Flows))
  const redirects = [...new Set(listOf(asked['redirect_uris'] ?? before['redirect_uris']))].filter(
    (uri) => uri !== '',
  )
  const requested = asked['scope'] ?? before['requested_scope']
  const method =
    asked['token_endpoint_auth_method'] ??
    before['token_endpoint_auth_method'] ??
    'client_secret_basic'
  const kept = (name: string): unknown => asked[name] ?? before[name]
  return {
    ...pick(SHOWN, kept),
    redirect_uris: redirects,
    token_endpoint_auth_method: method,
    ...flows,
    scope: requested ?? listOptionalScopes(realm).join(' '),
    ...(requested !== undefined && { requested_scope: requested }),
    subject_type: kept('subject_type') ?? 'public',
    request_uris: kept('request_uris') ?? [],
    post_logout_redirect_uris: chooseLogoutUris(asked, before, redirects),
    ...Object.fromEntries(SWITCHES.map((name) => [name, kept(name) ?? false])),
  }
}

/** Where none are given, they are the redirect URIs, and follow them. */
function chooseLogoutUris(asked: Members, before: Members, redirects: string[]): string[] {
  const given = listOf(asked['post_logout_redirect_uris'])
  if (given.length > 0) return given
  const old = listOf(before['post_logout_redirect_uris'])
  const wasOwn = JSON.stringify(old) !== JSON.stringify(listOf(before['redirect_uris']))
  return old.length > 0 && wasOwn ? old : redirects
}

function pick(names: readonly string[], read: (name: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = read(name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
