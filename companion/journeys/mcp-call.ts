import { AppError } from '#shared/errors/app-error.ts'
import { isScopeLacking, readChallenge } from '../mcp/challenge.ts'
import { openMcpSession, type McpSession, type McpTool } from '../mcp/mcp-session.ts'
import { discoverResource } from '../mcp/discover-resource.ts'
import { type DeniedCall, laneOf, readKept, readServer } from './mcp-products.ts'
import type { Rooms } from './rooms.ts'
import type { StepContext } from './step-context.ts'

/** What came of calling a tool with a token. */
export interface McpCall {
  version: string | undefined
  tools: McpTool[]
  tool: string
  /** The tool's answer as JSON; left out when the call was denied. */
  content?: string
  isError?: boolean
  denied?: DeniedCall
}

export interface McpCallOrder {
  /** Empty: the first that is listed. */
  tool: string
  /** A JSON object, or nothing. */
  args: string
  accessToken: string
}

/**
 * Connects, lists the tools and calls one.
 *
 * @throws AppError `CALL_REFUSED` unless the server answers or says which scope is lacking; `INPUT_INVALID`.
 */
export async function callTool(
  context: StepContext<unknown>,
  rooms: Pick<Rooms, 'addresses' | 'http'>,
  { tool, args, accessToken }: McpCallOrder,
): Promise<McpCall> {
  const server = readServer(context)
  const parameters = readArguments(args)
  const session = openMcpSession(rooms.http, {
    ...server,
    accessToken,
    context: context.call('app', laneOf(server.url, rooms), 'Call the MCP server'),
  })
  let tools: McpTool[] = []
  let name = tool
  try {
    await session.connect()
    tools = await session.listTools()
    name = tool === '' ? (tools[0]?.name ?? '') : tool
    if (name === '') return { version: session.version(), tools, tool: '' }
    const answer = await session.callTool(name, parameters)
    return { version: session.version(), tools, tool: name, ...answer }
  } catch (thrown) {
    const denied = readDenial(session, { tool: name, args })
    if (!denied) {
      await assertSameServer(context, rooms, session)
      throw explain(session, thrown)
    }
    return { version: session.version(), tools, tool: name, denied }
  } finally {
    await session.close()
  }
}

function readDenial(
  session: McpSession,
  call: Pick<DeniedCall, 'tool' | 'args'>,
): DeniedCall | undefined {
  const last = session.lastAnswer()
  if (!last) return undefined
  const challenge = readChallenge(last.answer)
  return isScopeLacking(challenge) ? { ...call, scope: challenge.scope ?? '' } : undefined
}

/**
 * A refused token may be one of a server that is no longer in charge: credentials belong to their issuer.
 *
 * @throws AppError `AUTHORIZATION_SERVER_CHANGED`.
 *
 * @see [MCP, authorization server binding](https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization/client-registration#authorization-server-binding)
 */
async function assertSameServer(
  context: StepContext<unknown>,
  rooms: Pick<Rooms, 'addresses' | 'http'>,
  session: McpSession,
): Promise<void> {
  const last = session.lastAnswer()
  if (last?.answer.status !== 401) return
  const { url } = readServer(context)
  const { resource_metadata: pointer } = readChallenge(last.answer)
  const call = context.call('app', laneOf(url, rooms), 'Read resource metadata again')
  const before = readKept(context, 'mcp_resource').authorization_server
  // A document that cannot be read now says nothing of another server.
  const now = await discoverResource(rooms.http, call, { url, pointer }).catch(() => undefined)
  if (!now || now.authorization_server === before) return
  throw new AppError('AUTHORIZATION_SERVER_CHANGED', {
    detail: `The token is refused, and ${url} names ${now.authorization_server} now, where it named ${before} before.`,
    hint: 'Client and token of the server before are of no use at the other one: begin again with the call without a token.',
    fixes: [{ label: 'Go back to the challenge', step: 'mcp-challenge', inputs: {} }],
  })
}

function explain(session: McpSession, thrown: unknown): AppError {
  const last = session.lastAnswer()
  if (!last || thrown instanceof AppError) return AppError.from(thrown)
  const { error, error_description } = readChallenge(last.answer)
  const words = [error, error_description].filter((one) => one !== undefined).join(': ')
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new AppError('CALL_REFUSED', {
    detail: `The MCP server answered ${last.answer.status}${words === '' ? '' : ` (${words})`}. The MCP client says: ${message}`,
    hint:
      last.answer.status === 401
        ? 'The server does not take this token: look at its issuer, audience and end, and at what the server expects.'
        : 'Look at the exchange for what the server said.',
    cause: thrown,
  })
}

function readArguments(text: string): Record<string, unknown> {
  if (text.trim() === '') return {}
  const message = 'The arguments are a JSON object, such as {"a": 2}.'
  const refuse = (): AppError =>
    new AppError('INPUT_INVALID', {
      detail: message,
      issues: [{ field: 'arguments', rule: 'json_object', message }],
    })
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch {
    throw refuse()
  }
  throw refuse()
}
