import type { InteropServer } from '../interop-server.ts'
import { cleanUpRow } from '../rows/clean-up-row.ts'
import { type ChainClient, registerRow } from '../rows/client-of.ts'
import { healthyRow, wrongHostRows } from '../rows/doctor-rows.ts'
import {
  clientCredentialsRow,
  codeFlowRow,
  fromTokenRow,
  introspectRow,
  revokeRow,
} from '../rows/grant-rows.ts'
import { journeyRow } from '../rows/journey-row.ts'
import { deleteRows, lifeCycleRows, NO_MANAGEMENT } from '../rows/life-cycle-rows.ts'
import { CODE_CLIENT, CODE_JOURNEY } from './code-client.ts'
import { startNodeProgram } from './start-node-program.ts'

/** Better Auth's oauth-provider with open registration. */
export const betterAuth: InteropServer = {
  name: 'better-auth',
  title: 'Better Auth, oauth-provider',
  version: '1.7.25 / 1.7.5',
  from: 'npm',
  start: () => startNodeProgram('better-auth', { path: '/api/auth' }),
  rows() {
    const chain: ChainClient = {}
    return [
      journeyRow('journey', {
        expected: {
          ends: 'step 9, register-client',
          says: ['client_credentials', /authenticat/],
          because: 'who registers without signing in gets no client_credentials',
        },
      }),
      journeyRow('journey, code client', {
        args: [...CODE_JOURNEY, '--application-type', 'native'],
        expected: {
          ends: 'step 11, token',
          says: ['authorization_code'],
          because: 'it makes an unauthenticated registration a public client of the code grant',
        },
      }),
      registerRow(chain, {
        metadata: (callback) => ({
          ...CODE_CLIENT(callback),
          application_type: 'native',
          token_endpoint_auth_method: 'none',
          scope: 'openid offline_access',
        }),
        expected: { ends: 'active', because: 'it registers public clients of anybody' },
      }),
      ...lifeCycleRows(chain, NO_MANAGEMENT),
      clientCredentialsRow(chain, {
        expected: {
          ends: 'TOKEN_REFUSED',
          because: 'a public client gets no token of its own',
        },
      }),
      codeFlowRow(chain, {
        scope: 'openid offline_access',
        expected: { ends: 'token', because: 'the one user signs in and agrees by plain HTTP' },
      }),
      introspectRow(chain, {
        ends: /^[A-Z_]+$/,
        says: ['401'],
        neverSays: ['may have been deleted'],
        because: 'a public client has no secret to introspect with',
      }),
      fromTokenRow(chain, 'refresh_token', {
        expected: { ends: 'token', because: 'offline_access was asked for' },
      }),
      revokeRow(chain, { ends: 'revoked', because: 'it has a revocation endpoint' }),
      healthyRow({
        ends: /^exit \d/,
        says: [/authenticat|authorization_code/],
        neverSays: [
          'against RFC 7591',
          'Send any redirect URI',
          'Register an address that the provider allows',
        ],
        because:
          'its policy gives open registration the code grant alone, a redirect URI changes nothing',
      }),
      ...wrongHostRows(),
      ...deleteRows(chain, NO_MANAGEMENT),
      cleanUpRow({ canDelete: false }),
    ]
  },
}
