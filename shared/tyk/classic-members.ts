import * as z from '../zod.ts'

/**
 * Every member that Tyk's own schema of a classic definition knows, by type; it refuses all others.
 * Names and types only, read in `apidef/schema.json` of Tyk Gateway (MPL-2.0).
 *
 * @see [tyk: apidef/schema.json](https://github.com/TykTechnologies/tyk/blob/master/apidef/schema.json)
 */
const API_MEMBERS = {
  boolean: `active certificate_pinning_disabled check_host_against_uptime_tests config_data_disabled
    custom_middleware_bundle_disabled custom_plugin_auth_enabled detailed_tracing
    disable_expire_analytics disable_quota disable_rate_limit do_not_track domain_disabled
    dont_set_quota_on_create enable_batch_request_support enable_context_vars enable_coprocess_auth
    enable_detailed_recording enable_ip_blacklisting enable_ip_whitelisting enable_jwt
    enable_proxy_protocol enable_signature_checking error_overrides_disabled
    idp_client_id_mapping_disabled internal ip_access_control_disabled is_oas is_site
    jwt_disable_expires_at_validation jwt_disable_issued_at_validation
    jwt_disable_not_before_validation jwt_skip_kid session_lifetime_disabled
    session_lifetime_respects_key_expiration strip_auth_data tags_disabled
    upstream_certificates_disabled use_basic_auth use_go_plugin_auth use_keyless
    use_mutual_tls_auth use_oauth2 use_openid use_standard_auth`,
  string: `api_id base_identity_provided_by custom_middleware_bundle domain expiration id
    jwt_client_base_field jwt_identity_base_field jwt_policy_field_name jwt_scope_claim_name
    jwt_signing_method jwt_source name org_id protocol slug`,
  number: `expire_analytics_after hmac_allowed_clock_skew jwt_expires_at_validation_skew
    jwt_issued_at_validation_skew jwt_not_before_validation_skew listen_port session_lifetime`,
  array: `allowed_ips blacklisted_ips certificates client_certificates hmac_allowed_algorithms
    jwt_default_policies jwt_jwks_uris response_processors security_requirement_scopes
    security_requirements tag_headers tags`,
  object: `CORS analytics_plugin auth auth_configs auth_provider basic_auth cache_options config_data
    custom_middleware definition error_overrides event_handlers external_oauth global_rate_limit
    graphql hook_references jwt_scope_to_policy_mapping notifications oauth_meta openid_options
    pinned_public_keys proxy request_signing scopes session_provider upstream_auth
    upstream_certificates uptime_tests version_data`,
} as const

const TYPES = {
  boolean: z.boolean(),
  string: z.string(),
  number: z.number(),
  array: z.array(z.unknown()),
  object: z.looseObject({}),
} as const

function listMembers(): Record<string, z.ZodType> {
  const kinds = Object.keys(API_MEMBERS) as (keyof typeof API_MEMBERS)[]
  return Object.fromEntries(
    kinds.flatMap((kind) =>
      API_MEMBERS[kind].split(/\s+/).map((name) => [name, TYPES[kind].nullish()]),
    ),
  )
}

/** What Tyk takes for a classic definition: no member that it does not know, none of another type. */
export const TykClassicApi = z.strictObject({
  ...listMembers(),
  name: z.string(),
  proxy: z.looseObject({ target_url: z.string() }),
  definition: z.looseObject({ key: z.string(), location: z.string() }).nullish(),
  version_data: z.looseObject({
    not_versioned: z.boolean(),
    versions: z.record(z.string(), z.looseObject({ name: z.string() })),
  }),
})

/** The members of a definition that Tyk knows. */
export function keepTykMembers(definition: Record<string, unknown>): Record<string, unknown> {
  const known = TykClassicApi.shape as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(definition).filter(([name]) => Object.hasOwn(known, name)),
  )
}
