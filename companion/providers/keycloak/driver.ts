import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { DriverData } from '../driver.ts'
import { buildStandardMetadata, STANDARD_MANAGEMENT } from '../standard-metadata.ts'
import { keycloakAdmin } from './admin.ts'
import { KEYCLOAK_EXPLANATIONS } from './explanations.ts'
import { STANDARD_EXPLANATIONS } from '../standard-explanations.ts'

/** Members that Keycloak's parser knows; any other one is answered with 400. */
const KNOWN = new Set([
  'redirect_uris',
  'token_endpoint_auth_method',
  'grant_types',
  'response_types',
  'client_name',
  'client_uri',
  'logo_uri',
  'scope',
  'contacts',
  'tos_uri',
  'policy_uri',
  'jwks_uri',
  'jwks',
  'application_type',
  'sector_identifier_uri',
  'subject_type',
  'id_token_signed_response_alg',
  'id_token_encrypted_response_alg',
  'id_token_encrypted_response_enc',
  'userinfo_signed_response_alg',
  'request_object_signing_alg',
  'token_endpoint_auth_signing_alg',
  'default_max_age',
  'require_auth_time',
  'default_acr_values',
  'initiate_login_uri',
  'request_uris',
  'software_id',
  'software_version',
  'post_logout_redirect_uris',
  'frontchannel_logout_uri',
  'frontchannel_logout_session_required',
  'backchannel_logout_uri',
  'backchannel_logout_session_required',
  'tls_client_certificate_bound_access_tokens',
  'dpop_bound_access_tokens',
  'require_pushed_authorization_requests',
  'userinfo_encrypted_response_alg',
  'userinfo_encrypted_response_enc',
  'request_object_encryption_alg',
  'request_object_encryption_enc',
  'backchannel_logout_revoke_offline_tokens',
  'tls_client_auth_subject_dn',
  'authorization_signed_response_alg',
  'authorization_encrypted_response_alg',
  'authorization_encrypted_response_enc',
  'backchannel_token_delivery_mode',
  'backchannel_client_notification_endpoint',
  'backchannel_authentication_request_signing_alg',
])

/**
 * Keycloak: unknown members are left out because its parser refuses them; the registration access
 * token changes with every PUT; the token's audience is `account` until an administrator adds a mapper.
 *
 * Run against Keycloak 26.7.3.
 *
 * @see [Keycloak: client registration service](https://www.keycloak.org/securing-apps/client-registration)
 */
export const driver: DriverData = {
  id: 'keycloak',
  label: PROVIDER_LABELS.keycloak,
  basis: 'recorded',
  scheme: 'Bearer',
  authorize: (token) => `Bearer ${token}`,
  isOpen: false,
  management: { ...STANDARD_MANAGEMENT, rotatesTokenOn: ['PUT'], keepsOmittedOnUpdate: true },
  buildMetadata(draft) {
    const metadata = buildStandardMetadata(draft)
    return Object.fromEntries(Object.entries(metadata).filter(([name]) => KNOWN.has(name)))
  },
  takesOnUpdate: (name) => KNOWN.has(name),
  findRefusal: () => undefined,
  explanations: [...KEYCLOAK_EXPLANATIONS, ...STANDARD_EXPLANATIONS],
  ownFindings: [
    'audience-missing',
    'client-policies',
    'introspection-inactive',
    'issuer-is-a-realm',
  ],
  followUps: [
    {
      label: 'Add an audience',
      why: 'The token names the audience "account", not your API. A gateway that checks the audience refuses it until a client scope with an Audience mapper is assigned to the client.',
      reference: {
        text: 'Keycloak: audience support',
        href: 'https://www.keycloak.org/docs/latest/server_admin/#audience-support',
      },
    },
  ],
  claims: { identity: 'sub', scope: 'scope', client_id: 'azp' },
  tokenParameters: () => ({}),
  tokenProfile: 'keycloak',
  issuerHint:
    'Keycloak’s issuer is a realm: give https://your-host/realms/NAME, with the host name by which the realm calls itself.',
  admin: keycloakAdmin,
}
