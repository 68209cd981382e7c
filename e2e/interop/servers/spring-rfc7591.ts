import type { InteropServer } from '../interop-server.ts'
import { cleanUpRow } from '../rows/clean-up-row.ts'
import { type ChainClient, registerRow } from '../rows/client-of.ts'
import { healthyRow, wrongHostRows } from '../rows/doctor-rows.ts'
import { clientCredentialsRow, introspectRow, revokeRow } from '../rows/grant-rows.ts'
import { journeyRow } from '../rows/journey-row.ts'
import { deleteRows, lifeCycleRows, NO_MANAGEMENT } from '../rows/life-cycle-rows.ts'
import { startSpring } from './start-spring.ts'

/** Spring Authorization Server with its endpoint for RFC 7591, open to everybody. */
export const springRfc7591: InteropServer = {
  name: 'spring-rfc7591',
  title: 'Spring Authorization Server, RFC 7591 registration',
  version: '7.0.6 (Boot 4.0.7)',
  from: 'maven',
  start: () => startSpring('rfc7591'),
  rows() {
    const chain: ChainClient = {}
    return [
      journeyRow('journey', {
        expected: {
          ends: 'step 11, token',
          says: ['invalid_scope', 'leave it empty'],
          because: 'its clients have no scope unless the application adds a converter',
        },
      }),
      journeyRow('journey without a scope', {
        args: ['--scope='],
        expected: {
          ends: '12 steps, the API answers 200',
          because: 'it has all that the way needs',
        },
      }),
      registerRow(chain, {
        metadata: () => ({
          client_name: 'Interop',
          grant_types: ['client_credentials'],
          token_endpoint_auth_method: 'client_secret_basic',
        }),
        expected: { ends: 'active', because: 'it takes clients without redirect_uris' },
      }),
      ...lifeCycleRows(chain, NO_MANAGEMENT),
      clientCredentialsRow(chain, { expected: { ends: 'token', because: 'it was granted' } }),
      introspectRow(chain, { ends: 'active true', because: 'the client owns the token' }),
      revokeRow(chain, { ends: 'revoked', because: 'it has a revocation endpoint' }),
      healthyRow({
        ends: /^exit \d/,
        neverSays: ['against RFC 7591'],
        because: 'it registers, gives tokens and publishes its keys; it deletes no clients',
      }),
      ...wrongHostRows({ pathStatus: '302' }),
      ...deleteRows(chain, NO_MANAGEMENT),
      cleanUpRow({ canDelete: false }),
    ]
  },
}
