import type { InteropServer } from '../interop-server.ts'
import type { TrueEnding } from '../row.ts'
import { cleanUpRow } from '../rows/clean-up-row.ts'
import { type ChainClient, registerRow } from '../rows/client-of.ts'
import { healthyRow, wrongHostRows } from '../rows/doctor-rows.ts'
import { clientCredentialsRow, codeFlowRow, fromTokenRow, revokeRow } from '../rows/grant-rows.ts'
import { CODE_CLIENT, CODE_JOURNEY } from './code-client.ts'
import { journeyRow } from '../rows/journey-row.ts'
import { mcpJourneyRow } from '../rows/mcp-journey-row.ts'
import { deleteRows, lifeCycleRows, NO_MANAGEMENT } from '../rows/life-cycle-rows.ts'
import { startNodeProgram } from './start-node-program.ts'

const NO_CLIENT_CREDENTIALS = 'its metadata offers authorization_code and refresh_token alone'

const NO_TOKEN: TrueEnding = {
  ends: 'step 11, token',
  says: ['unsupported_grant_type', 'authorization_code'],
  because: NO_CLIENT_CREDENTIALS,
}

/** The demo provider of the MCP TypeScript SDK: what most examples of MCP servers start from. */
export const mcpTs: InteropServer = {
  name: 'mcp-ts',
  title: 'MCP TypeScript SDK, its demo provider',
  version: '1.32.2',
  from: 'npm',
  start: () => startNodeProgram('mcp-ts'),
  rows() {
    const chain: ChainClient = {}
    return [
      journeyRow('journey', { expected: NO_TOKEN }),
      journeyRow('journey, code client', { args: CODE_JOURNEY, expected: NO_TOKEN }),
      mcpJourneyRow('way of MCP', {
        expected: {
          ends: '10 steps, tool add',
          says: ['names no document'],
          because: 'its challenge names no document; the well-known place at its origin has one',
        },
      }),
      registerRow(chain, {
        metadata: CODE_CLIENT,
        expected: { ends: 'active', because: 'anybody may register' },
      }),
      ...lifeCycleRows(chain, NO_MANAGEMENT),
      clientCredentialsRow(chain, {
        expected: {
          ends: 'TOKEN_REFUSED',
          says: ['unsupported_grant_type'],
          because: NO_CLIENT_CREDENTIALS,
        },
      }),
      codeFlowRow(chain, {
        expected: { ends: 'token', because: 'it approves every request at once' },
      }),
      fromTokenRow(chain, 'refresh_token', {
        expected: {
          ends: 'SECRET_NOT_FOUND',
          says: ['no refresh token'],
          because: 'the demo gives no refresh token',
        },
      }),
      revokeRow(chain, {
        ends: 'MANAGEMENT_UNAVAILABLE',
        says: ['names no revocation_endpoint'],
        because: 'the demo has no revocation endpoint',
      }),
      healthyRow({
        ends: /^exit \d/,
        says: [/authorization_code/],
        neverSays: ['against RFC 7591', 'error metadata-incomplete'],
        because:
          'jwks_uri is optional (RFC 8414 §2); the grants that it serves are in its metadata',
      }),
      ...wrongHostRows(),
      ...deleteRows(chain, NO_MANAGEMENT),
      cleanUpRow({ canDelete: false }),
    ]
  },
}
