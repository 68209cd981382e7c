import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { encodeJwtSource } from '#shared/tyk/jwt-source.ts'
import { Policy } from '#shared/tyk/policy.ts'
import { discover } from '../../providers/discovery.ts'
import { findFreshName, slugify } from '../fresh-name.ts'
import type { Rooms } from '../rooms.ts'
import type { StepContext } from '../step-context.ts'
import { defineStep, link, text } from '../step-runner.ts'

interface Inputs {
  server_url: string
  protocol: 'auto' | '2025-11-25' | '2026-07-28'
}

/** What the tools of the lab's own MCP server need, and what a client asks for at first. */
const READ_SCOPE = 'notes:read'
const OWN_SCOPES = [READ_SCOPE, 'notes:write']

export const runner = defineStep({
  id: 'mcp-server',
  uses: ['addresses', 'definitions', 'embeddedIdp', 'http'],
  suggest: (run, { addresses, definitions }) => ({
    server_url:
      run.target === 'embedded'
        ? addresses.gateway + listenPath(run.products.api_id ?? findFreshId(definitions))
        : '',
    protocol: 'auto' as const,
  }),
  async run(context: StepContext<Inputs>, rooms) {
    const { run, inputs } = context
    const { server_url, protocol } = inputs
    const apiId = readOwnId(server_url, rooms.addresses.gateway)
    // An API that is there already is served as its definition says.
    const isTaken =
      apiId !== run.products.api_id && rooms.definitions.apis.get(apiId ?? '') !== undefined
    const isOwn = run.target === 'embedded' && apiId !== undefined && !isTaken
    if (isOwn) await serveOwn(context, rooms, apiId)
    return {
      products: {
        mcp_url: server_url,
        mcp_protocol: protocol,
        ...(isOwn && { api_id: apiId, policy_id: apiId }),
      },
      result: {
        summary: isOwn
          ? 'The lab’s own MCP server stands behind the gateway, and takes tokens of this run’s provider.'
          : 'The journey begins at this address. Nothing was sent yet.',
        facts: [
          link('mcp_url', 'MCP server', server_url),
          text('protocol', 'Protocol version', protocol),
        ],
        checks: [],
      },
    }
  },
})

const listenPath = (id: string): string => `/${id}`

function findFreshId({ apis }: Rooms['definitions']): string {
  return slugify(findFreshName('mcp', (name) => apis.get(slugify(name)) !== undefined))
}

/** The API's id, where the address is one of the gateway's with one segment. */
function readOwnId(url: string, gateway: string): string | undefined {
  const { origin, pathname } = new URL(url)
  const id = /^\/([a-z0-9-]+)\/?$/.exec(pathname)?.[1]
  return origin === gateway ? id : undefined
}

/** The definition and policy that put the lab's own MCP server behind the gateway. */
async function serveOwn(
  context: StepContext<Inputs>,
  { addresses, definitions, embeddedIdp, http }: Pick<Rooms, 'addresses' | 'definitions' | 'embeddedIdp' | 'http'>,
  id: string,
): Promise<void> {
  const { run } = context
  const dialect = await embeddedIdp.openDialect(run.dialect ?? 'mcp')
  for (const name of OWN_SCOPES) await dialect.saveScope(name, name === READ_SCOPE)
  const { issuer, jwks_uri = '' } = await discover(
    http,
    context.call('registrar', 'idp', 'Discover endpoints'),
    { host: dialect.host, provider: run.provider },
  )
  const version = { not_versioned: true, versions: { Default: { name: 'Default', use_extended_paths: true } } }
  await definitions.putPolicy(
    Policy.parse({
      id,
      org_id: 'default',
      name: `MCP server ${id}`,
      active: true,
      rate: 1000,
      per: 1,
      quota_max: -1,
      access_rights: { [id]: { api_id: id, api_name: id, versions: ['Default'] } },
    }),
  )
  await definitions.putApi(
    ApiDefinition.parse({
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
      version_data: version,
      CORS: MCP_CORS,
      config_data: {
        dcr_lab: {
          error_profile: 'rfc6750',
          allowed_issuers: [issuer],
          scopes_supported: [READ_SCOPE],
        },
      },
      proxy: {
        listen_path: `/${id}/`,
        target_url: `${addresses.sample_api}/mcp`,
        strip_listen_path: true,
      },
    }),
  )
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
