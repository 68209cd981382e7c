import type { Effect } from './effects.ts'

/** Switches and addresses: off, or gone. */
const SWITCHED_OFF: Record<string, string> = {
  dpop_bound_access_tokens: 'Tokens are plain bearer tokens: a stolen token can be used.',
  tls_client_certificate_bound_access_tokens:
    'Tokens are plain bearer tokens: a stolen token can be used.',
  require_pushed_authorization_requests:
    'Authorization requests that were not pushed are taken too, and can be tampered with.',
  require_signed_request_object:
    'Authorization requests without a signature are taken too, and can be tampered with.',
  require_auth_time: 'An ID token may leave out auth_time: an app that reads it fails.',
  frontchannel_logout_session_required: 'The logout page is called without iss and sid.',
  backchannel_logout_session_required:
    'A logout token may leave out sid: all sessions of the user end, or none.',
}

const DROPPED: Record<string, string> = {
  ...SWITCHED_OFF,
  default_max_age: 'An old sign-in is accepted: users are not asked to sign in again.',
  sector_identifier_uri: 'Pairwise subs are made from the redirect URL’s host instead.',
  initiate_login_uri: 'A sign-in cannot be started from outside the app.',
  frontchannel_logout_uri: 'Signing out at the provider leaves the app signed in.',
  backchannel_logout_uri: 'Signing out at the provider leaves the app signed in.',
  id_token_encrypted_response_alg: 'ID tokens come unencrypted.',
  userinfo_encrypted_response_alg: 'The userinfo answer comes unencrypted.',
  userinfo_signed_response_alg: 'The userinfo answer is plain JSON, not a signed JWT.',
  authorization_signed_response_alg: 'The authorization response is not a signed JWT.',
  introspection_signed_response_alg: 'Introspection answers plain JSON, not a signed JWT.',
  request_object_signing_alg: 'Request objects with any signature are taken.',
  software_statement:
    'The client is not known as trusted software: permissions for trusted software are denied.',
  software_id: 'The provider cannot tell which software this is.',
  software_version: 'The provider cannot tell which version of the software this is.',
  client_name: 'The consent page shows another name, or the client id.',
  logo_uri: 'The consent page shows no logo.',
  client_uri: 'The consent page does not link to the app.',
  tos_uri: 'The consent page does not link to the terms of service.',
  policy_uri: 'The consent page does not say how data is used.',
}

const CHANGED: Record<string, string> = {
  client_name: 'The consent page shows “{granted}”, which users may not recognise.',
  default_max_age: 'Users are asked to sign in again after {granted} seconds, not {asked}.',
}

const LOST: Record<string, string> = {
  contacts: 'The provider does not know whom to write to before it blocks the client.',
  post_logout_redirect_uris:
    'Signing out does not return to {values}: the user stays on the provider’s page.',
  default_acr_values: 'A weaker sign-in than {values} is taken.',
  authorization_details_types:
    'A request with authorization_details of {values} is answered invalid_authorization_details.',
}

/** What is noticed late: protections that are off, pages that are missing. */
export const PROTECTION_EFFECTS: readonly Effect[] = [
  ...list(SWITCHED_OFF, { when: 'becomes', value: 'false' }),
  ...list(DROPPED, { when: 'dropped' }),
  ...list(CHANGED, { when: 'becomes' }),
  ...list(LOST, { when: 'lost' }),
  {
    member: 'require_pushed_authorization_requests',
    when: 'becomes',
    value: 'true',
    sentence: 'An authorization request that was not pushed first is answered invalid_request.',
  },
  {
    member: 'dpop_bound_access_tokens',
    when: 'becomes',
    value: 'true',
    sentence: 'A token request without a DPoP proof is answered invalid_dpop_proof.',
  },
]

function list(sentences: Record<string, string>, rule: Pick<Effect, 'when' | 'value'>): Effect[] {
  return Object.entries(sentences).map(([member, sentence]) => ({ member, ...rule, sentence }))
}
