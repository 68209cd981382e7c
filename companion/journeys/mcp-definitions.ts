import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { encodeJwtSource } from '#shared/tyk/jwt-source.ts'
import { Policy } from '#shared/tyk/policy.ts'

/** Where an MCP server is, and whose tokens open it. */
export interface McpApiParts {
  target_url: string
  issuer: string
  jwks_uri: string
  /** What a client asks for at first. */
  scopes: readonly string[]
}

/** An API definition that puts an MCP server behind the gateway, as MCP clients need it. */
export function buildMcpApi(
  id: string,
  { target_url, issuer, jwks_uri, scopes }: McpApiParts,
): ApiDefinition {
  return ApiDefinition.parse({
    org_id: 'default',
    active: true,
    name: `MCP server ${id}`,
    api_id: id,
    slug: id,
    use_keyless: false,
    enable_jwt: true,
    jwt_skip_kid: true,
    jwt_signing_method: 'rsa',
    jwt_source: encodeJwtSource(jwks_uri),
    jwt_identity_base_field: 'sub',
    jwt_policy_field_name: 'pol',
    jwt_default_policies: [id],
    version_data: {
      not_versioned: true,
      versions: { Default: { name: 'Default', use_extended_paths: true } },
    },
    CORS: MCP_CORS,
    config_data: {
      // Tyk's own answer to a call without a token is a 400, at which every MCP client gives up.
      dcr_lab: {
        error_profile: 'rfc6750',
        allowed_issuers: [issuer],
        scopes_supported: [...scopes],
      },
    },
    proxy: { listen_path: `/${id}/`, target_url, strip_listen_path: true },
  })
}

/** A policy that lets callers use that API alone. */
export function buildMcpPolicy(id: string): Policy {
  return Policy.parse({
    id,
    org_id: 'default',
    name: `MCP server ${id}`,
    active: true,
    rate: 1000,
    per: 1,
    quota_max: -1,
    access_rights: { [id]: { api_id: id, api_name: id, versions: ['Default'] } },
  })
}

/**
 * What a client in a web page needs.
 *
 * @see [MCP, transports](https://modelcontextprotocol.io/specification/2026-07-28/basic/transports) the headers
 */
const MCP_CORS = {
  enable: true,
  allowed_origins: ['*'],
  allowed_methods: ['GET', 'POST', 'DELETE', 'OPTIONS'],
  allowed_headers: [
    'Authorization',
    'Content-Type',
    'MCP-Protocol-Version',
    'Mcp-Session-Id',
    'Mcp-Method',
    'Mcp-Name',
    'Last-Event-ID',
  ],
  exposed_headers: ['WWW-Authenticate', 'Mcp-Session-Id'],
  max_age: 600,
}
