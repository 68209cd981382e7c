import type { ApiDefinition } from './api-definition.ts'
import { findOasJwt } from './oas/oas-definition.ts'

const SCHEMES = 'x-tyk-api-gateway.server.authentication.securitySchemes'

/**
 * Members of a classic definition that Tyk acts on and this gateway does not, each by the member that
 * switches it on; a star stands for every entry of a map.
 */
const CLASSIC = `use_oauth2 use_openid use_basic_auth use_standard_auth use_mutual_tls_auth
  use_go_plugin_auth enable_coprocess_auth custom_plugin_auth_enabled enable_signature_checking
  external_oauth.enabled auth_configs.*.use_certificate auth_configs.*.validate_signature
  auth.use_certificate auth.validate_signature jwt_client_base_field jwt_jwks_uris
  jwt_disable_issued_at_validation jwt_disable_expires_at_validation
  jwt_disable_not_before_validation request_signing.is_enabled upstream_auth.enabled
  upstream_certificates pinned_public_keys client_certificates certificates domain
  custom_middleware.pre custom_middleware.post custom_middleware.post_key_auth
  custom_middleware.auth_check.name custom_middleware.response custom_middleware_bundle
  cache_options.enable_cache event_handlers.events response_processors graphql.enabled
  analytics_plugin.enable uptime_tests.check_list proxy.enable_load_balancing
  proxy.service_discovery.use_discovery_service proxy.check_host_against_uptime_tests
  proxy.transport.ssl_insecure_skip_verify proxy.transport.proxy_url
  enable_batch_request_support error_overrides security_requirements
  version_data.versions.*.global_headers version_data.versions.*.global_headers_remove
  version_data.versions.*.global_response_headers
  version_data.versions.*.global_response_headers_remove`.split(/\s+/)

/** Lists of endpoints that Tyk acts on and this gateway does not. */
const LISTS = `cache advance_cache_config transform transform_response transform_jq
  transform_jq_response transform_headers transform_response_headers circuit_breakers url_rewrites
  virtual method_transforms validate_json validate_request go_plugin persist_graphql`
  .split(/\s+/)
  .map((list) => `version_data.versions.*.extended_paths.${list}`)

/** Members of `x-tyk-api-gateway` that this gateway acts on, or that change no answer. */
const OAS: Readonly<Record<string, string>> = {
  'middleware.global': `cors requestSizeLimit ignoreCase skipRateLimit skipQuota skipQuotaReset
    trafficLogs contextVariables`,
  'middleware.operations.*': `allow block ignoreAuthentication internal enforceTimeout
    requestSizeLimit rateLimit mockResponse trackEndpoint doNotTrackEndpoint`,
  upstream: 'url preserveHostHeader preserveTrailingSlash rateLimit enforceTimeout',
  server: `listenPath authentication ipAccessControl gatewayTags detailedActivityLogs
    detailedTracing protocol port`,
  'server.authentication': `enabled stripAuthorizationData securitySchemes
    protectedResourceMetadata baseIdentityProvider`,
}

/** Paths of what a definition asks of Tyk and this gateway does not do. */
export function listNotActedOn(definition: ApiDefinition): string[] {
  const classic = [...CLASSIC, ...LISTS].flatMap((path) => findSaid(definition, path.split('.')))
  return definition.oas ? listOasNotActedOn(definition.oas) : classic
}

function listOasNotActedOn(document: NonNullable<ApiDefinition['oas']>): string[] {
  const tyk = document['x-tyk-api-gateway']
  const members = Object.entries(OAS).flatMap(([path, acted]) =>
    findSaid(tyk, [...path.split('.'), '*']).filter(
      (found) => !acted.split(/\s+/).includes(found.split('.').at(-1) ?? ''),
    ),
  )
  const jwtScheme = findOasJwt(document)?.name ?? ''
  const schemes = findSaid(tyk.server.authentication?.securitySchemes, ['*']).filter(
    (name) => name !== jwtScheme,
  )
  const streams = 'x-tyk-streaming' in document ? ['x-tyk-streaming'] : []
  return [
    ...members.map((path) => `x-tyk-api-gateway.${path}`),
    ...schemes.map((name) => `${SCHEMES}.${name}`),
    ...streams,
  ]
}

/** Where a path says something: neither false nor empty, and not switched off. */
function findSaid(value: unknown, [name, ...rest]: readonly string[], before = ''): string[] {
  if (name === undefined) return isSaid(value) ? [before] : []
  if (typeof value !== 'object' || value === null) return []
  const members = value as Record<string, unknown>
  const names =
    name === '*' ? Object.keys(members) : [name].filter((own) => Object.hasOwn(members, own))
  return names.flatMap((own) =>
    findSaid(members[own], rest, before === '' ? own : `${before}.${own}`),
  )
}

function isSaid(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isSaid)
  if (typeof value !== 'object' || value === null) return Boolean(value)
  const { disabled, enabled } = value as Record<string, unknown>
  if (disabled === true || enabled === false) return false
  return Object.values(value).some(isSaid)
}
