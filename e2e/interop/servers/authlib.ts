import type { InteropServer } from '../interop-server.ts'
import { cleanUpRow } from '../rows/clean-up-row.ts'
import { type ChainClient, registerRow } from '../rows/client-of.ts'
import { healthyRow, wrongHostRows, wrongTokenRow } from '../rows/doctor-rows.ts'
import { clientCredentialsRow, introspectRow, revokeRow } from '../rows/grant-rows.ts'
import { journeyRow } from '../rows/journey-row.ts'
import { deleteRows, type LifeCycleEnds, lifeCycleRows } from '../rows/life-cycle-rows.ts'
import { startPythonProgram } from './start-python-program.ts'

const INITIAL_TOKEN = 'interop-initial-token'

const LIFE: LifeCycleEnds = {
  read: { ends: 'read', because: 'RFC 7592 with the registration access token' },
  update: { ends: 'updated', because: 'a PUT with what was asked for is taken' },
  rotate: {
    ends: 'MANAGEMENT_UNAVAILABLE',
    says: ['no call that rotates'],
    because: 'RFC 7592 has no rotation',
  },
  delete: { ends: 'deleted', because: 'DELETE answers 204' },
  readAfterDelete: {
    ends: 'PROVIDER_REJECTED',
    neverSays: ['initial access token is missing'],
    because: 'a client that is gone has no registration access token',
  },
}

/** A server as people build one with Authlib, with management and JWT access tokens. */
export const authlib: InteropServer = {
  name: 'authlib',
  title: 'Authlib in Flask',
  version: '1.9.10',
  from: 'pypi',
  async start() {
    const server = await startPythonProgram('authlib_flask.py', { INITIAL_TOKEN })
    return { ...server, mintToken: () => Promise.resolve(INITIAL_TOKEN) }
  },
  rows() {
    const chain: ChainClient = {}
    return [
      journeyRow('journey', {
        expected: {
          ends: '12 steps, the API answers 200',
          because: 'it has all that the way needs',
        },
      }),
      registerRow(chain, {
        metadata: () => ({
          client_name: 'Interop service',
          grant_types: ['client_credentials'],
          token_endpoint_auth_method: 'client_secret_post',
        }),
        expected: { ends: 'active', because: 'the initial access token is right' },
      }),
      ...lifeCycleRows(chain, LIFE),
      clientCredentialsRow(chain, {
        scope: 'tyk',
        expected: { ends: 'token', because: 'its one grant' },
      }),
      introspectRow(chain, {
        ends: 'MANAGEMENT_UNAVAILABLE',
        says: ['introspection_endpoint'],
        because: 'its metadata names no introspection endpoint',
      }),
      revokeRow(chain, {
        ends: 'MANAGEMENT_UNAVAILABLE',
        says: ['revocation_endpoint'],
        because: 'its metadata names no revocation endpoint',
      }),
      healthyRow({ ends: 'exit 0', because: 'nothing is wrong with it' }),
      wrongTokenRow({
        ends: /^exit 1, error /,
        says: [/token/],
        neverSays: ['Correct the metadata'],
        because: 'it answers 400 access_denied to a token that it does not know',
      }),
      ...wrongHostRows(),
      ...deleteRows(chain, LIFE),
      cleanUpRow({ canDelete: true }),
    ]
  },
}
