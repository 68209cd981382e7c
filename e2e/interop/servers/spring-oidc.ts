import type { InteropServer } from '../interop-server.ts'
import { cleanUpRow } from '../rows/clean-up-row.ts'
import { type ChainClient, registerRow } from '../rows/client-of.ts'
import { healthyRow, wrongHostRows, wrongTokenRow } from '../rows/doctor-rows.ts'
import {
  clientCredentialsRow,
  codeFlowRow,
  fromTokenRow,
  introspectRow,
  revokeRow,
} from '../rows/grant-rows.ts'
import { journeyRow } from '../rows/journey-row.ts'
import { deleteRows, type LifeCycleEnds, lifeCycleRows } from '../rows/life-cycle-rows.ts'
import { startSpring } from './start-spring.ts'

const LIFE: LifeCycleEnds = {
  read: { ends: 'read', because: 'the registration access token reads the client' },
  update: {
    ends: 'PROVIDER_REJECTED',
    says: ['302'],
    because: 'the server sends PUT and DELETE to its sign-in page: it manages no clients',
  },
  rotate: {
    ends: 'MANAGEMENT_UNAVAILABLE',
    says: ['no call that rotates'],
    because: 'RFC 7592 has no rotation',
  },
  delete: {
    ends: 'PROVIDER_REJECTED',
    says: ['302'],
    because: 'the server sends PUT and DELETE to its sign-in page: it manages no clients',
  },
}

/** Spring Authorization Server with its OpenID Connect registration endpoint. */
export const springOidc: InteropServer = {
  name: 'spring-oidc',
  title: 'Spring Authorization Server, OIDC registration',
  version: '7.0.6 (Boot 4.0.7)',
  from: 'maven',
  start: () => startSpring('oidc'),
  rows() {
    const chain: ChainClient = {}
    return [
      journeyRow('journey', {
        expected: {
          ends: 'step 9, register-client',
          says: ['redirect_uris'],
          because: 'OpenID Connect Registration §2 demands redirect_uris',
        },
      }),
      journeyRow('journey with a redirect address and no scope', {
        args: [
          '--grant=client_credentials',
          '--grant=authorization_code',
          '--redirect-uri=https://app.example/cb',
          '--scope=',
        ],
        expected: { ends: '12 steps, the API answers 200', because: 'all that it demands is sent' },
      }),
      registerRow(chain, {
        metadata: (callback) => ({
          client_name: 'Interop',
          redirect_uris: [callback],
          grant_types: ['client_credentials', 'authorization_code', 'refresh_token'],
          response_types: ['code'],
          token_endpoint_auth_method: 'client_secret_basic',
        }),
        expected: { ends: 'active', because: 'the initial access token is new' },
      }),
      ...lifeCycleRows(chain, LIFE),
      clientCredentialsRow(chain, {
        name: 'grant: client_credentials, after the read',
        expected: {
          ends: 'token',
          because: 'it was granted; the hash in the read must not replace the secret',
        },
      }),
      introspectRow(chain, { ends: 'active true', because: 'the client owns the token' }),
      codeFlowRow(chain, {
        answers: { username: 'ann', password: 'pw' },
        expected: {
          ends: 'failed',
          says: ['access_denied'],
          because:
            'it registers clients without scopes, and takes a consent that names no scope for a no',
        },
      }),
      fromTokenRow(chain, 'refresh_token', {
        expected: {
          ends: 'SECRET_NOT_FOUND',
          says: ['no refresh token'],
          because: 'there was no code flow before',
        },
      }),
      revokeRow(chain, { ends: 'revoked', because: 'it has a revocation endpoint' }),
      healthyRow({
        ends: /^exit \d/,
        says: ['redirect_uris'],
        neverSays: ['against RFC 7591'],
        because: 'redirect_uris is REQUIRED in OpenID Connect Registration §2',
      }),
      wrongTokenRow({
        ends: /^exit 1, error /,
        says: ['401'],
        because: 'the token is none that it gave',
      }),
      ...wrongHostRows({ pathStatus: '302' }),
      ...deleteRows(chain, LIFE),
      cleanUpRow({ canDelete: false }),
    ]
  },
}
