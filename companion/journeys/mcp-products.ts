import type { AuthorizationServerMetadata } from '@modelcontextprotocol/client'
import type { Lane } from '#shared/contract/exchange.ts'
import type { ProductName } from '#shared/journeys/products.ts'
import type { Challenge } from '../mcp/challenge.ts'
import type { McpResource } from '../mcp/discover-resource.ts'
import type { McpProtocol } from '../mcp/mcp-session.ts'
import type { Rooms } from './rooms.ts'
import type { StepContext } from './step-context.ts'

/** A call that was refused since its token lacks a scope. */
export interface DeniedCall {
  tool: string
  args: string
  /** What the refusal asks for. */
  scope: string
}

/** What the steps of the MCP journey keep with their run as JSON, and what is in it. */
interface Kept {
  mcp_challenge: Challenge
  mcp_resource: McpResource
  mcp_metadata: AuthorizationServerMetadata
  mcp_denied: DeniedCall | undefined
}

/** @throws AppError `STEP_NOT_READY` naming the step that makes it. */
export function readKept<Name extends keyof Kept & ProductName>(
  context: StepContext<unknown>,
  name: Name,
): Kept[Name] {
  return JSON.parse(context.require(name)) as Kept[Name]
}

export function writeKept<Name extends keyof Kept & ProductName>(
  name: Name,
  value: Kept[Name],
): Record<Name, string> {
  return { [name]: JSON.stringify(value ?? null) } as Record<Name, string>
}

/** The server of the run. @throws AppError `STEP_NOT_READY`. */
export function readServer(context: StepContext<unknown>): { url: string; protocol: McpProtocol } {
  return {
    url: context.require('mcp_url'),
    protocol: context.require('mcp_protocol') as McpProtocol,
  }
}

/** Who answers at the address of the server: the gateway where it is in front of it. */
export function laneOf(url: string, { addresses }: Pick<Rooms, 'addresses'>): Lane {
  return new URL(url).origin === addresses.gateway ? 'gateway' : 'upstream'
}
