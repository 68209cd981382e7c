import type { InteropServer } from '../interop-server.ts'
import { KEYCLOAK_VERSION } from '../obtain/keycloak.ts'
import { cleanUpRow } from '../rows/clean-up-row.ts'
import { type ChainClient, registerRow } from '../rows/client-of.ts'
import { healthyRow, wrongHostRows, wrongTokenRow } from '../rows/doctor-rows.ts'
import {
  clientCredentialsRow,
  codeFlowRow,
  deviceRow,
  fromTokenRow,
  introspectRow,
  revokeRow,
} from '../rows/grant-rows.ts'
import { journeyRow } from '../rows/journey-row.ts'
import { deleteRows, type LifeCycleEnds, lifeCycleRows } from '../rows/life-cycle-rows.ts'
import { CODE_CLIENT } from './code-client.ts'
import { watchRow } from '../rows/watch-row.ts'
import { ANN } from './keycloak-admin.ts'
import { startKeycloak } from './start-keycloak.ts'

const OFFERED = 'the grant is on for confidential clients'

const LIFE: LifeCycleEnds = {
  read: { ends: 'read', because: 'RFC 7592 with the registration access token' },
  update: { ends: 'updated', because: 'a PUT with what was asked for is taken' },
  rotate: {
    ends: 'MANAGEMENT_UNAVAILABLE',
    says: ['no call that rotates'],
    because: 'registration clients cannot rotate: that is a call of the admin API',
  },
  delete: { ends: 'deleted', because: 'DELETE answers 204' },
  readAfterDelete: {
    ends: 'PROVIDER_REJECTED',
    says: ['401'],
    neverSays: ['initial access token is missing'],
    because: 'Keycloak answers 401 for a client that is gone',
  },
}

/** Keycloak with a realm as its documentation makes one, with initial access tokens. */
export const keycloak: InteropServer = {
  name: 'keycloak',
  title: 'Keycloak',
  version: KEYCLOAK_VERSION,
  from: 'maven',
  start: startKeycloak,
  rows() {
    const service: ChainClient = {}
    const app: ChainClient = {}
    const device: ChainClient = {}
    const exchanger: ChainClient = {}
    return [
      journeyRow('journey', {
        expected: {
          ends: '12 steps, the API answers 200',
          because: 'it has all that the way needs',
        },
      }),
      registerRow(service, {
        name: 'register: a service',
        metadata: () => ({
          client_name: 'Interop service',
          grant_types: ['client_credentials'],
          token_endpoint_auth_method: 'client_secret_basic',
        }),
        expected: { ends: 'active', because: 'an initial access token is used' },
      }),
      ...lifeCycleRows(service, LIFE),
      clientCredentialsRow(service, { expected: { ends: 'token', because: OFFERED } }),
      clientCredentialsRow(service, {
        name: 'grant: client_credentials with DPoP',
        dpop: true,
        expected: { ends: 'token', says: [/dpop/i], because: 'DPoP is on by default' },
      }),
      introspectRow(service, {
        ends: 'active false',
        because: 'the asking client is not in the audience of its own token',
      }),
      revokeRow(service, { ends: 'revoked', because: 'it has a revocation endpoint' }),
      registerRow(app, {
        name: 'register: an app',
        metadata: CODE_CLIENT,
        expected: { ends: 'active', because: 'an initial access token is used' },
      }),
      codeFlowRow(app, {
        scope: 'openid offline_access',
        answers: ANN,
        expected: { ends: 'token', because: 'the user signs in with the form' },
      }),
      fromTokenRow(app, 'refresh_token', { expected: { ends: 'token', because: OFFERED } }),
      codeFlowRow(app, {
        name: 'grant: authorization_code, pushed (RFC 9126)',
        scope: 'openid',
        par: true,
        answers: ANN,
        expected: { ends: 'token', because: 'its metadata has the endpoint' },
      }),
      registerRow(device, {
        name: 'register: a device',
        metadata: (callback) => ({
          ...CODE_CLIENT(callback),
          grant_types: [
            'authorization_code',
            'refresh_token',
            'urn:ietf:params:oauth:grant-type:device_code',
          ],
        }),
        expected: { ends: 'active', because: 'an initial access token is used' },
      }),
      deviceRow(device, {
        scope: 'openid',
        answers: ANN,
        expected: { ends: 'token', because: 'the user signs in and agrees with the forms' },
      }),
      registerRow(exchanger, {
        name: 'register: a service that exchanges',
        metadata: () => ({
          client_name: 'Interop exchanger',
          grant_types: ['client_credentials', 'urn:ietf:params:oauth:grant-type:token-exchange'],
          token_endpoint_auth_method: 'client_secret_basic',
        }),
        expected: { ends: 'active', because: 'an initial access token is used' },
      }),
      clientCredentialsRow(exchanger, {
        name: 'grant: client_credentials, to be exchanged',
        expected: { ends: 'token', because: OFFERED },
      }),
      fromTokenRow(exchanger, 'urn:ietf:params:oauth:grant-type:token-exchange', {
        expected: { ends: 'token', because: 'its own token is exchanged' },
      }),
      healthyRow({
        ends: 'exit 0, warning introspection-inactive',
        says: ['audience'],
        because: 'registration and tokens work; a client is not in the audience of its own token',
      }),
      wrongTokenRow({
        ends: /^exit 1, error /,
        says: ['401'],
        because: 'the token is none that it minted',
      }),
      ...wrongHostRows({ pathFinding: 'keycloak-realm' }),
      ...deleteRows(service, LIFE),
      ...deleteRows(app, LIFE),
      watchRow({ scope: 'tyk', answers: ANN }),
      cleanUpRow({ canDelete: true }),
    ]
  },
}
