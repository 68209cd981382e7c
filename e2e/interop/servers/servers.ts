import type { InteropServer } from '../interop-server.ts'
import { betterAuth } from './better-auth.ts'
import { cloudflare } from './cloudflare.ts'
import { keycloak } from './keycloak.ts'
import { mcpTs } from './mcp-ts.ts'

/** Every server, in the order in which they run. */
export const SERVERS: readonly InteropServer[] = [mcpTs, cloudflare, betterAuth, keycloak]
