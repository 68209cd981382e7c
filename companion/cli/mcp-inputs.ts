import { Option } from 'commander'
import type { StepId } from '#shared/contract/run.ts'
import { PROTOCOL_CHOICES } from '#shared/journeys/steps/mcp-steps.ts'
import type { ClientOptions } from './client-inputs.ts'

/** What a command line says about an MCP server, and how a client is known to its authorization server. */
export interface McpOptions extends Pick<ClientOptions, 'grant'> {
  server?: string
  protocol?: (typeof PROTOCOL_CHOICES)[number]
  clientId?: string
  clientDocument?: string
  tool?: string
  arguments?: string
}

export const mcpOptions = (): Option[] => [
  new Option(
    '--server <url>',
    'walk the way of an MCP client to this MCP server (the journey "mcp")',
  ),
  new Option('--protocol <version>', 'version of the MCP protocol').choices([...PROTOCOL_CHOICES]),
  new Option(
    '--client-id <id>',
    'at an MCP server: a client that was registered beforehand; its secret in DCR_LAB_CLIENT_SECRET, or its private key in DCR_LAB_CLIENT_KEY',
  ),
  new Option(
    '--client-document <url>',
    'at an MCP server: the address of a client metadata document, which is the client id',
  ),
  new Option('--tool <name>', 'at an MCP server: the tool to call (default: the first)'),
  new Option('--arguments <json>', 'at an MCP server: the arguments of the tool'),
]

/** The inputs of a step of the MCP journey that the options give. */
export function readMcpInputs(step: StepId, options: McpOptions): Record<string, unknown> {
  const { server, protocol, clientId, clientDocument, tool, grant, ...given } = options
  if (step === 'mcp-server')
    return {
      ...(server !== undefined && { server_url: server }),
      ...(protocol !== undefined && { protocol }),
    }
  if (step === 'mcp-client') {
    const { DCR_LAB_CLIENT_SECRET: secret, DCR_LAB_CLIENT_KEY: key } = process.env
    return {
      ...(clientId !== undefined && { client_id: clientId }),
      ...(clientId !== undefined && secret !== undefined && { client_secret: secret }),
      ...(clientId !== undefined && key !== undefined && { private_key: key }),
      ...(clientDocument !== undefined && { document_url: clientDocument }),
    }
  }
  if (step === 'mcp-authorize')
    return grant?.includes('client_credentials') ? { grant: 'client_credentials' } : {}
  if (step !== 'mcp-tools') return {}
  return {
    ...(tool !== undefined && { tool }),
    ...(given.arguments !== undefined && { arguments: given.arguments }),
  }
}
