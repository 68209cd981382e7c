import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { CallContext, HttpClient } from '../outgoing/http-client.ts'
import { type Asked, createMcpFetch } from './mcp-fetch.ts'

/** Which of the two ways to begin a client takes; `auto` asks the server. */
export type McpProtocol = 'auto' | '2025-11-25' | '2026-07-28'

export interface McpSessionOrder {
  url: string
  protocol: McpProtocol
  /** Left out: the calls carry no token. */
  accessToken?: string | undefined
  context: CallContext
}

export interface McpTool {
  name: string
  description?: string | undefined
}

/** The official MCP client at one server; what it sends is recorded. */
export interface McpSession {
  /** @throws what the official client throws; `lastAnswer` tells what came. */
  connect(): Promise<void>
  listTools(): Promise<McpTool[]>
  callTool(name: string, args: Record<string, unknown>): Promise<McpToolAnswer>
  /** The version that client and server agreed on, once connected. */
  version(): string | undefined
  lastAnswer(): Asked | undefined
  close(): Promise<void>
}

export interface McpToolAnswer {
  isError: boolean
  /** The answer's content as JSON. */
  content: string
}

/** @param http - Sends and records. */
export function openMcpSession(http: HttpClient, order: McpSessionOrder): McpSession {
  const { url, protocol, accessToken, context } = order
  let last: Asked | undefined
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    fetch: createMcpFetch(http, context, (asked) => {
      last = asked
    }),
    ...(accessToken !== undefined && { authProvider: { token: async () => accessToken } }),
  })
  const client = new Client({ name: 'dcr-lab', version: '1' }, chooseNegotiation(protocol))
  return {
    connect: () => client.connect(transport),
    async listTools() {
      const { tools } = await client.listTools()
      return tools.map(({ name, description }) => ({ name, description }))
    },
    async callTool(name, args) {
      const answer = await client.callTool({ name, arguments: args })
      return { isError: answer.isError === true, content: JSON.stringify(answer.content) }
    },
    version: () => client.getNegotiatedProtocolVersion(),
    lastAnswer: () => last,
    close: () => client.close(),
  }
}

function chooseNegotiation(protocol: McpProtocol): ConstructorParameters<typeof Client>[1] {
  if (protocol === 'auto') return { versionNegotiation: { mode: 'auto' } }
  if (protocol === '2026-07-28') return { versionNegotiation: { mode: { pin: protocol } } }
  return {}
}
