import type { InteropServer } from '../interop-server.ts'
import { cleanUpRow } from '../rows/clean-up-row.ts'
import { type ChainClient, registerRow } from '../rows/client-of.ts'
import { healthyRow, wrongHostRows } from '../rows/doctor-rows.ts'
import { clientCredentialsRow, codeFlowRow, fromTokenRow, revokeRow } from '../rows/grant-rows.ts'
import { journeyRow } from '../rows/journey-row.ts'
import { mcpJourneyRow } from '../rows/mcp-journey-row.ts'
import { deleteRows, lifeCycleRows, NO_MANAGEMENT } from '../rows/life-cycle-rows.ts'
import { CODE_CLIENT, CODE_JOURNEY } from './code-client.ts'
import { startNodeProgram } from './start-node-program.ts'

/** Cloudflare's library for MCP servers on Workers, on Node. */
export const cloudflare: InteropServer = {
  name: 'cloudflare',
  title: 'Cloudflare workers-oauth-provider',
  version: '1.2.3',
  from: 'npm',
  start: () => startNodeProgram('cloudflare', { args: ['--import', './workers-loader.mjs'] }),
  rows() {
    const chain: ChainClient = {}
    return [
      journeyRow('journey', {
        expected: {
          ends: 'step 9, register-client',
          says: ['client_credentials', 'authorization_code'],
          because: 'it registers clients of the code grant alone',
        },
      }),
      journeyRow('journey, code client', {
        args: CODE_JOURNEY,
        expected: {
          ends: 'step 11, token',
          says: ['client_credentials', 'authorization_code'],
          because: 'it registers the client and gives tokens to people who signed in alone',
        },
      }),
      ...(['2025-11-25', '2026-07-28'] as const).map((protocol) =>
        mcpJourneyRow(`way of MCP, ${protocol}`, {
          protocol,
          expected: {
            ends: '10 steps, tool add',
            because: 'it has resource metadata, approves every request and speaks both eras',
          },
        }),
      ),
      registerRow(chain, {
        metadata: CODE_CLIENT,
        expected: { ends: 'active', because: 'anybody may register' },
      }),
      ...lifeCycleRows(chain, NO_MANAGEMENT),
      clientCredentialsRow(chain, {
        expected: {
          ends: 'TOKEN_REFUSED',
          says: ['unsupported_grant_type'],
          because: 'its metadata offers no client_credentials',
        },
      }),
      codeFlowRow(chain, {
        scope: 'read',
        expected: { ends: 'token', because: 'its worker approves every request at once' },
      }),
      fromTokenRow(chain, 'refresh_token', {
        expected: { ends: 'token', because: 'the code grant came with a refresh token' },
      }),
      revokeRow(chain, { ends: 'revoked', because: 'it has a revocation endpoint' }),
      healthyRow({
        ends: /^exit \d/,
        says: ['authorization_code'],
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
