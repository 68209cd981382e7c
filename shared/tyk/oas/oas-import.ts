import type * as z from '../../zod.ts'
import type { ApiDefinition } from '../api-definition.ts'
import { encodeJwtSource } from '../jwt-source.ts'
import { type OasDefinition, findOasJwt } from './oas-definition.ts'
import { listEndpoints } from './oas-endpoints.ts'
import type { OasJwt } from './oas-jwt.ts'
import { readSeconds } from '../go/go-duration.ts'

/** The input of `ApiDefinition.parse`; members that are left out get their defaults. */
export type ApiDefinitionInput = z.input<typeof ApiDefinition>

/**
 * The classic form of a Tyk OAS definition, as Tyk itself keeps both. The document is kept too: it has
 * rules that classic definitions lack, and an export returns it.
 *
 * @see [Tyk OAS](https://tyk.io/docs/api-management/gateway-config-tyk-oas/)
 */
export function fromOas(document: OasDefinition): ApiDefinitionInput {
  const { info, upstream, server } = document['x-tyk-api-gateway']
  const { authentication, listenPath } = server
  const jwt = findOasJwt(document)?.jwt
  return {
    name: info.name,
    api_id: info.id ?? toId(info.name),
    ...(info.orgId !== undefined && { org_id: info.orgId }),
    active: info.state.active,
    internal: info.state.internal ?? false,
    expiration: info.expiration ?? '',
    is_oas: true,
    use_keyless: authentication?.enabled !== true,
    enable_jwt: jwt !== undefined,
    strip_auth_data: authentication?.stripAuthorizationData ?? false,
    ...(jwt && fromJwt(jwt)),
    ...fromMiddleware(document),
    ...fromVersioning(info.versioning),
    proxy: {
      listen_path: listenPath.value,
      target_url: upstream.url,
      strip_listen_path: listenPath.strip,
      preserve_host_header: upstream.preserveHostHeader?.enabled ?? false,
      disable_strip_slash: upstream.preserveTrailingSlash?.enabled ?? false,
    },
    oas: document,
  }
}

/** Versions of an OAS definition are separate APIs. */
function fromVersioning(
  versioning: OasDefinition['x-tyk-api-gateway']['info']['versioning'],
): Partial<ApiDefinitionInput> {
  if (!versioning?.enabled) return {}
  const { name, location, key, versions } = versioning
  return {
    definition: {
      enabled: true,
      name,
      default: versioning.default,
      location,
      key,
      versions: Object.fromEntries(versions.map((version) => [version.name, version.id])),
      strip_versioning_data: versioning.stripVersioningData,
      fallback_to_default: versioning.fallbackToDefault,
      url_versioning_pattern: versioning.urlVersioningPattern,
    },
  }
}

/** Changes of requests before and after the check of the token. */
function fromMiddleware(document: OasDefinition): Partial<ApiDefinitionInput> {
  const { middleware, server, upstream } = document['x-tyk-api-gateway']
  const { cors, requestSizeLimit, ignoreCase, skipRateLimit, skipQuota } = middleware?.global ?? {}
  const addresses = server.ipAccessControl
  const { rateLimit, enforceTimeout } = upstream
  return {
    ...(cors && {
      CORS: {
        enable: cors.enabled,
        allowed_origins: cors.allowedOrigins ?? [],
        allowed_methods: cors.allowedMethods ?? [],
        allowed_headers: cors.allowedHeaders ?? [],
        exposed_headers: cors.exposedHeaders ?? [],
        allow_credentials: cors.allowCredentials ?? false,
        max_age: cors.maxAge ?? 0,
        options_passthrough: cors.optionsPassthrough ?? false,
      },
    }),
    ...(addresses && {
      ip_access_control_disabled: !addresses.enabled,
      allowed_ips: addresses.allow ?? [],
      blacklisted_ips: addresses.block ?? [],
    }),
    ...(rateLimit && {
      global_rate_limit: {
        rate: rateLimit.rate ?? 0,
        per: readSeconds(rateLimit.per ?? ''),
        disabled: !rateLimit.enabled,
      },
    }),
    disable_rate_limit: skipRateLimit ?? false,
    disable_quota: skipQuota ?? false,
    version_data: {
      not_versioned: true,
      default_version: '',
      versions: {
        Default: {
          name: 'Default',
          use_extended_paths: true,
          ignore_endpoint_case: ignoreCase?.enabled ?? false,
          global_size_limit: requestSizeLimit?.enabled ? (requestSizeLimit.value ?? 0) : 0,
          ...(enforceTimeout && {
            global_enforce_timeout: enforceTimeout.duration ?? '',
            global_enforce_timeout_disabled: !enforceTimeout.enabled,
          }),
          extended_paths: listEndpoints(document),
        },
      },
    },
  }
}

function toId(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9._~-]+/g, '-')
}

const SIGNING_METHODS = ['rsa', 'ecdsa', 'hmac'] as const

function fromJwt(jwt: OasJwt): Partial<ApiDefinitionInput> {
  const [firstUri] = jwt.jwksURIs
  const { scopeToPolicyMapping, claims, claimName } = jwt.scopes
  return {
    // Tyk reads every other value as HMAC.
    jwt_signing_method: SIGNING_METHODS.find((method) => method === jwt.signingMethod) ?? 'hmac',
    jwt_source: firstUri ? encodeJwtSource(firstUri.url) : jwt.source,
    jwt_identity_base_field: jwt.subjectClaims[0] ?? jwt.identityBaseField,
    // Tyk 5.14 looks at `basePolicyClaims` only where `policyFieldName` says something, too.
    jwt_policy_field_name: jwt.policyFieldName && (jwt.basePolicyClaims[0] ?? jwt.policyFieldName),
    jwt_default_policies: jwt.defaultPolicies,
    jwt_skip_kid: jwt.skipKid,
    jwt_issued_at_validation_skew: jwt.issuedAtValidationSkew,
    jwt_not_before_validation_skew: jwt.notBeforeValidationSkew,
    jwt_expires_at_validation_skew: jwt.expiresAtValidationSkew,
    auth_configs: {
      jwt: {
        auth_header_name: jwt.header?.name || 'Authorization',
        disable_header: jwt.header?.enabled !== true,
        use_param: jwt.query?.enabled ?? false,
        param_name: jwt.query?.name ?? '',
        use_cookie: jwt.cookie?.enabled ?? false,
        cookie_name: jwt.cookie?.name ?? '',
      },
    },
    ...(scopeToPolicyMapping.length > 0 && {
      scopes: {
        jwt: {
          scope_claim_name: claims[0] ?? claimName,
          scope_to_policy: Object.fromEntries(
            scopeToPolicyMapping.map(({ scope, policyId }) => [scope, policyId]),
          ),
        },
      },
    }),
  }
}

/** Tyk's own refusal of such a definition. */
export function findOasProblem(document: OasDefinition): string | undefined {
  const jwt = findOasJwt(document)?.jwt
  if (!jwt || jwt.header?.enabled || jwt.query?.enabled || jwt.cookie?.enabled) return undefined
  return 'all auth sources are disabled for jwt, at least one of header/cookie/query must be enabled'
}
