import type { InteropServer } from '../interop-server.ts'
import { findNode22 } from '../obtain/find-node-22.ts'
import { obtainNpmFolder } from '../obtain/npm-folder.ts'
import { conformanceRow } from '../rows/conformance-row.ts'

/** Of the released version, in the order of its list. */
const RELEASED = [
  'metadata-default',
  'metadata-var1',
  'metadata-var2',
  'metadata-var3',
  'basic-cimd',
  'scope-from-www-authenticate',
  'scope-from-scopes-supported',
  'scope-omitted-when-undefined',
  'scope-step-up',
  'scope-retry-limit',
  'token-endpoint-auth-basic',
  'token-endpoint-auth-post',
  'token-endpoint-auth-none',
  'pre-registration',
  '2025-03-26-oauth-metadata-backcompat',
  '2025-03-26-oauth-endpoint-fallback',
  'resource-mismatch',
  'offline-access-scope',
  'offline-access-not-supported',
  'client-credentials-jwt',
  'client-credentials-basic',
]

/** Of the next version: what came with the protocol of 2026-07-28. */
const NEXT = [
  'iss-supported',
  'iss-not-advertised',
  'iss-supported-missing',
  'iss-wrong-issuer',
  'iss-unexpected',
  'iss-normalized',
  'metadata-issuer-mismatch',
  'authorization-server-migration',
]

/** The lab's journey as the client under test of the official conformance suite. */
export const mcpConformance: InteropServer = {
  name: 'mcp-conformance',
  title: 'MCP conformance suite, the lab as its client',
  version: '0.1.16 and 0.2.0-alpha.12',
  from: 'npm',
  async start() {
    // The suite needs Node 22.
    const folder = await obtainNpmFolder('mcp-conformance')
    return {
      host: folder,
      provider: 'other',
      program: findNode22(folder),
      ports: [],
      stop: async () => undefined,
    }
  },
  rows: () => [
    ...RELEASED.map((name) => conformanceRow('conformance', name)),
    ...NEXT.map((name) => conformanceRow('conformance-next', name)),
  ],
}
