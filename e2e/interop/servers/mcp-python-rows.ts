import type { Row, TrueEnding } from '../row.ts'
import { cleanUpRow } from '../rows/clean-up-row.ts'
import { type ChainClient, registerRow } from '../rows/client-of.ts'
import { healthyRow, wrongHostRows } from '../rows/doctor-rows.ts'
import { clientCredentialsRow, codeFlowRow, fromTokenRow, revokeRow } from '../rows/grant-rows.ts'
import { journeyRow } from '../rows/journey-row.ts'
import { deleteRows, lifeCycleRows, NO_MANAGEMENT } from '../rows/life-cycle-rows.ts'
import { CODE_CLIENT, CODE_JOURNEY } from './code-client.ts'
import type { FormAnswers } from '../rows/follow-sign-in.ts'

/** Rows of the servers that are built on the routes of the MCP Python SDK. */
export function mcpPythonRows({
  scope,
  answers,
  becauseApproved,
  mcpRows = [],
  revoked = { ends: 'revoked', because: 'it has a revocation endpoint' },
}: {
  scope: string
  /** For the sign-in form, where there is one. */
  answers?: FormAnswers
  becauseApproved: string
  /** The way of MCP, where there is an MCP server. */
  mcpRows?: readonly Row[]
  revoked?: TrueEnding
}): Row[] {
  const chain: ChainClient = {}
  return [
    journeyRow('journey', {
      expected: {
        ends: 'step 9, register-client',
        says: [/redirect|authorization_code/],
        because: 'its registration demands redirect_uris and authorization_code',
      },
    }),
    journeyRow('journey, code client', {
      args: CODE_JOURNEY,
      expected: {
        ends: 'step 11, token',
        says: ['client_credentials', 'authorization_code'],
        because: 'it has no client_credentials',
      },
    }),
    ...mcpRows,
    registerRow(chain, {
      metadata: CODE_CLIENT,
      expected: { ends: 'active', because: 'anybody may register' },
    }),
    ...lifeCycleRows(chain, NO_MANAGEMENT),
    clientCredentialsRow(chain, {
      expected: { ends: 'TOKEN_REFUSED', because: 'its token endpoint has no such grant' },
    }),
    codeFlowRow(chain, {
      scope,
      ...(answers && { answers }),
      expected: { ends: 'token', because: becauseApproved },
    }),
    fromTokenRow(chain, 'refresh_token', {
      expected: { ends: 'token', because: 'the code grant came with a refresh token' },
    }),
    revokeRow(chain, revoked),
    healthyRow({
      ends: /^exit \d/,
      says: ['authorization_code'],
      neverSays: ['against RFC 7591', 'Send any redirect URI', 'error metadata-incomplete'],
      because: 'jwks_uri is optional (RFC 8414 §2); the grants that it serves are in its metadata',
    }),
    ...wrongHostRows(),
    ...deleteRows(chain, NO_MANAGEMENT),
    cleanUpRow({ canDelete: false }),
  ]
}
