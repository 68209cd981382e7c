import { discover } from '../../providers/discovery.ts'
import { findFreshName, slugify } from '../fresh-name.ts'
import { buildMcpApi, buildMcpPolicy } from '../mcp-definitions.ts'
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

/** Puts the lab's own MCP server behind the gateway. */
async function serveOwn(
  context: StepContext<Inputs>,
  rooms: Pick<Rooms, 'addresses' | 'definitions' | 'embeddedIdp' | 'http'>,
  id: string,
): Promise<void> {
  const { addresses, definitions, embeddedIdp, http } = rooms
  const { run } = context
  const dialect = await embeddedIdp.openDialect(run.dialect ?? 'mcp')
  for (const name of OWN_SCOPES) await dialect.saveScope(name, name === READ_SCOPE)
  const { issuer, jwks_uri = '' } = await discover(
    http,
    context.call('registrar', 'idp', 'Discover endpoints'),
    { host: dialect.host, provider: run.provider },
  )
  await definitions.putPolicy(buildMcpPolicy(id))
  await definitions.putApi(
    buildMcpApi(id, {
      target_url: `${addresses.sample_api}/mcp`,
      issuer,
      jwks_uri,
      scopes: [READ_SCOPE],
    }),
  )
}
