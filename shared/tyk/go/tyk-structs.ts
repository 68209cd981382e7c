/**
 * The members of Tyk Gateway's own structs, names only: `name:Struct`, `name:[Struct]` for a list and
 * `name:{Struct}` for a map of them; what is behind any other name is not looked at.
 *
 * @see [tyk: apidef/api_definitions.go](https://github.com/TykTechnologies/tyk/blob/master/apidef/api_definitions.go)
 * @see [tyk: user/policy.go](https://github.com/TykTechnologies/tyk/blob/master/user/policy.go)
 */
const STRUCTS = {
  Api: `id _id name expiration slug listen_port protocol enable_proxy_protocol json_rpc_version
    application_protocol api_id org_id use_keyless use_oauth2 external_oauth use_openid
    openid_options oauth_meta auth:AuthConfig auth_configs:{AuthConfig} use_basic_auth basic_auth
    use_mutual_tls_auth client_certificates upstream_certificates upstream_certificates_disabled
    pinned_public_keys certificate_pinning_disabled enable_jwt use_standard_auth use_go_plugin_auth
    enable_coprocess_auth custom_plugin_auth_enabled jwt_signing_method jwt_source jwt_jwks_uris
    jwt_identity_base_field jwt_client_base_field jwt_policy_field_name jwt_default_policies
    jwt_issued_at_validation_skew jwt_expires_at_validation_skew jwt_not_before_validation_skew
    jwt_disable_issued_at_validation jwt_disable_expires_at_validation
    jwt_disable_not_before_validation jwt_skip_kid scopes:Scopes idp_client_id_mapping_disabled
    jwt_scope_to_policy_mapping jwt_scope_claim_name notifications enable_signature_checking
    hmac_allowed_clock_skew hmac_allowed_algorithms request_signing base_identity_provided_by
    definition:VersionDefinition version_data:VersionData uptime_tests proxy:Proxy
    disable_rate_limit disable_quota custom_middleware:Middleware custom_middleware_bundle
    custom_middleware_bundle_disabled cache_options:CacheOptions
    session_lifetime_respects_key_expiration session_lifetime session_lifetime_disabled active
    internal auth_provider session_provider event_handlers enable_batch_request_support
    enable_ip_whitelisting allowed_ips enable_ip_blacklisting blacklisted_ips
    ip_access_control_disabled dont_set_quota_on_create expire_analytics_after
    disable_expire_analytics response_processors CORS:Cors domain domain_disabled certificates
    do_not_track enable_context_vars config_data config_data_disabled tag_headers
    global_rate_limit:GlobalRateLimit strip_auth_data enable_detailed_recording graphql
    analytics_plugin tags_disabled tags is_oas is_site detailed_tracing upstream_auth
    security_requirements security_requirement_scopes error_overrides error_overrides_disabled
    check_host_against_uptime_tests hook_references`,
  AuthConfig: `name use_param param_name use_cookie cookie_name disable_header auth_header_name
    use_certificate validate_signature signature`,
  Scopes: 'jwt:ScopeClaim oidc:ScopeClaim',
  ScopeClaim: 'scope_claim_name scope_to_policy',
  VersionDefinition: `enabled name default location key strip_path strip_versioning_data
    url_versioning_pattern fallback_to_default versions`,
  VersionData: 'not_versioned default_version versions:{Version}',
  Version: `name expires paths:Paths use_extended_paths extended_paths:ExtendedPaths global_headers
    global_headers_remove global_headers_disabled global_response_headers
    global_response_headers_remove global_response_headers_disabled ignore_endpoint_case
    global_size_limit global_size_limit_disabled override_target global_enforce_timeout
    global_enforce_timeout_disabled`,
  Paths: 'ignored white_list black_list',
  ExtendedPaths: `ignored:[Endpoint] white_list:[Endpoint] black_list:[Endpoint]
    mock_response:[MockResponse] cache advance_cache_config transform transform_response
    transform_jq transform_jq_response transform_headers transform_response_headers
    hard_timeouts:[HardTimeout] circuit_breakers url_rewrites virtual size_limits:[SizeLimit]
    method_transforms track_endpoints do_not_track_endpoints validate_json validate_request
    internal:[Endpoint] go_plugin persist_graphql rate_limit:[RateLimit]`,
  Endpoint: 'disabled path method ignore_case method_actions:{MethodAction}',
  MethodAction: 'action code data headers',
  MockResponse: 'disabled path method ignore_case code body headers',
  HardTimeout: 'disabled path method ignore_case timeout duration',
  SizeLimit: 'disabled path method ignore_case size_limit',
  RateLimit: 'disabled path method ignore_case rate per',
  Proxy: `preserve_host_header listen_path target_url disable_strip_slash strip_listen_path
    enable_load_balancing target_list check_host_against_uptime_tests service_discovery transport`,
  Middleware: 'pre post post_key_auth auth_check response driver id_extractor traffic_logs',
  CacheOptions: `cache_timeout enable_cache cache_all_safe_requests cache_response_codes
    enable_upstream_cache_control cache_control_ttl_header cache_by_headers`,
  Cors: `enable allowed_origins allowed_methods allowed_headers exposed_headers allow_credentials
    max_age options_passthrough debug`,
  GlobalRateLimit: 'disabled rate per',
  Policy: `_id id name org_id rate per quota_max quota_renewal_rate throttle_interval
    throttle_retry_limit max_query_depth access_rights:{AccessDefinition} hmac_enabled
    enable_http_signature_validation active is_inactive tags key_expires_in partitions:Partitions
    last_updated meta_data graphql_access_rights smoothing post_expiry_action
    post_expiry_grace_period`,
  Partitions: 'quota rate_limit complexity acl per_api',
  AccessDefinition: `api_name api_id versions allowed_urls:[AccessSpec] restricted_types
    allowed_types disable_introspection field_access_rights limit:ApiLimit allowance_scope
    endpoints:[EndpointLimit]`,
  AccessSpec: 'url methods',
  ApiLimit: `rate per throttle_interval throttle_retry_limit max_query_depth quota_max quota_renews
    quota_remaining quota_renewal_rate set_by smoothing`,
  EndpointLimit: 'path methods:[EndpointMethod]',
  EndpointMethod: 'name limit:ApiLimit',
} as const

export type StructName = keyof typeof STRUCTS

export interface GoMember {
  name: string
  /** What its value is made of; `undefined` where that is not looked at. */
  struct: StructName | undefined
  isMap: boolean
}

/** The members of a struct by their names in lower case, since Go compares names without case. */
export type GoStruct = ReadonlyMap<string, GoMember>

const read = new Map<StructName, GoStruct>()

export function readStruct(name: StructName): GoStruct {
  let struct = read.get(name)
  if (!struct) read.set(name, (struct = new Map(STRUCTS[name].split(/\s+/).map(readMember))))
  return struct
}

function readMember(text: string): [string, GoMember] {
  const [name = '', type = ''] = text.split(':')
  const struct = type.replaceAll(/[^A-Za-z]/g, '')
  const known = Object.hasOwn(STRUCTS, struct) ? (struct as StructName) : undefined
  return [name.toLowerCase(), { name, struct: known, isMap: type.startsWith('{') }]
}
