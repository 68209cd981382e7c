import * as z from '../zod.ts'

const Texts = z.array(z.string().min(1)).default([])

/**
 * Gateway extras: settings of this gateway that Tyk's classic definition has no member for. They are in
 * `config_data.dcr_lab`: Tyk leaves `config_data` to its user, so a definition with these settings still
 * loads in Tyk.
 */
export const GatewayExtras = z
  .strictObject({
    error_profile: z
      .enum(['tyk', 'rfc6750'])
      .default('tyk')
      .describe('What a refused caller gets: the answer of Tyk, or that of RFC 6750 and RFC 9728'),
    token_profile: z
      .enum(['generic', 'okta', 'keycloak', 'gluu', 'rfc9068'])
      .default('generic')
      .describe('Whose access tokens are taken; what else the provider signs is refused'),
    allowed_issuers: Texts,
    allowed_audiences: Texts,
    max_token_lifetime: z
      .number()
      .int()
      .min(0)
      .max(1_000_000_000_000)
      .default(0)
      .describe('Seconds from iat to exp, 0 for no limit'),
    token_binding: z
      .enum(['not_checked', 'required'])
      .default('not_checked')
      .describe(
        'required: only tokens whose binding to a certificate or key was checked (RFC 8705, RFC 9449); this gateway checks none, so each is refused',
      ),
    scopes_supported: Texts.describe('Named in the protected-resource metadata (RFC 9728)'),
    challenge_scope: z
      .enum(['where_it_helps', 'always'])
      .default('where_it_helps')
      .describe(
        'always: every 401 names scopes_supported, as MCP wants it; otherwise scopes stand in a 403 alone, where they choose policies',
      ),
    browser_clients: z
      .enum(['let_in', 'as_defined'])
      .default('let_in')
      .describe(
        'With the profile rfc6750, for an API whose CORS is off: let_in answers web pages, which MCP clients may be; as_defined answers none',
      ),
    max_request_body_size: z
      .number()
      .int()
      .min(0)
      .max(1_000_000_000_000)
      .default(0)
      .describe('Bytes, 0 for no limit; in Tyk a setting of the gateway as a whole'),
    rate_limit_response_headers: z
      .enum(['quotas', 'rate_limits'])
      .default('quotas')
      .describe("Tyk's gateway setting of this name: what the X-RateLimit headers describe"),
    quirks: z
      .array(
        z.enum(['jwks_unknown_kid', 'jwks_plain_url', 'loose_listen_path', 'jwks_spoiled_set']),
      )
      .default([])
      .describe('Bugs of Tyk that a lesson wants to see; docs/tyk-compatibility.md names them'),
  })
  .meta({ id: 'GatewayExtras', description: 'Settings of DCR Lab inside config_data.dcr_lab' })

export type GatewayExtras = z.infer<typeof GatewayExtras>
export type TokenProfile = GatewayExtras['token_profile']
export type Quirk = GatewayExtras['quirks'][number]

const NONE = GatewayExtras.parse({})

/** The settings of a definition that was checked when it was saved. */
export function readGatewayExtras(definition: { config_data?: unknown }): GatewayExtras {
  const data = definition.config_data
  if (typeof data !== 'object' || data === null || !('dcr_lab' in data)) return NONE
  return GatewayExtras.parse(data.dcr_lab)
}
