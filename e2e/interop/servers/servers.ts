import type { InteropServer } from '../interop-server.ts'
import { authlib } from './authlib.ts'
import { betterAuth } from './better-auth.ts'
import { cloudflare } from './cloudflare.ts'
import { fastmcpProxy } from './fastmcp-proxy.ts'
import { fastmcp } from './fastmcp.ts'
import { keycloak } from './keycloak.ts'
import { mcpClients, mcpClientsPython } from './mcp-clients.ts'
import { mcpConformance } from './mcp-conformance.ts'
import { mcpPython } from './mcp-python.ts'
import { mcpTs } from './mcp-ts.ts'
import { namedServer } from './named-server.ts'
import { springOidc } from './spring-oidc.ts'
import { springRfc7591 } from './spring-rfc7591.ts'
import { tyk } from './tyk.ts'

/** Every server, in the order in which they run. */
export const SERVERS: readonly InteropServer[] = [
  mcpConformance,
  mcpClients,
  mcpClientsPython,
  mcpTs,
  cloudflare,
  betterAuth,
  keycloak,
  springOidc,
  springRfc7591,
  mcpPython,
  fastmcp,
  fastmcpProxy,
  authlib,
  namedServer('hydra', { title: 'Ory Hydra, by address', provider: 'hydra' }),
  namedServer('okta', { title: 'Okta, by address', provider: 'okta' }),
  namedServer('pingfederate', { title: 'PingFederate, by address', provider: 'pingfederate' }),
  namedServer('own', { title: 'A server of your own, by address', provider: 'other' }),
  tyk,
]
