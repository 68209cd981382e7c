import type { RequestHandler } from 'express'
import { openKeyRing } from '../../engine/key-ring.ts'
import type { DialectDefinition } from '../dialect.ts'
import { openDialectState } from '../dialect-state.ts'
import { createClientStore } from '../profile/client-store.ts'
import { openRevokedTokens } from '../revoked-tokens.ts'
import { createKeycloakApp } from './keycloak-app.ts'
import {
  METADATA_PATHS,
  PROTOCOL_PATH,
  REALM_PATH,
  REGISTRATION_PATH,
  type Realm,
} from './realm.ts'
import { mintRegistrationToken } from './registration-tokens.ts'

const INITIAL_TOKEN = { uses: 5, seconds: 86_400 }
const SECRET_BYTES = 64

/**
 * A realm "lab" as Keycloak 26.7.3 makes it, with an untouched set of client registration policies. Its
 * answers are held against recorded ones; docs/keycloak-dialect.md has the rest.
 *
 * @see [Keycloak: client registration service](https://www.keycloak.org/securing-apps/client-registration)
 */
export const dialect: DialectDefinition = {
  paths: {
    metadata: METADATA_PATHS,
    registration: REGISTRATION_PATH,
    token: `${REALM_PATH}${PROTOCOL_PATH}/token`,
    jwks: `${REALM_PATH}${PROTOCOL_PATH}/certs`,
  },
  async open(deps) {
    const { id, origin, records, vault, now } = deps
    const state = openDialectState(deps)
    const issuer = origin + REALM_PATH
    const ring = await openKeyRing({ records: records.keys, vault, dialect: id, now })
    const clients = createClientStore(state, now, {
      mintToken: () => mintRegistrationToken('RegistrationAccessToken', { issuer, now }),
      secretBytes: SECRET_BYTES,
    })
    const revoked = openRevokedTokens(state, now)
    const realm: Realm = { origin, issuer, state, clients, keys: ring, now, revoked }
    const { app, engine } = createKeycloakApp(realm, ring)
    const createInitialToken = async (): Promise<string> => {
      const exp = Math.floor(now() / 1000) + INITIAL_TOKEN.seconds
      const token = mintRegistrationToken('InitialAccessToken', { issuer, now, exp })
      await state.addInitialToken(token, INITIAL_TOKEN)
      return token
    }
    return {
      host: issuer,
      issuer,
      audience: 'urn:dcr-lab:account',
      handler: app as RequestHandler,
      keys: ring,
      createInitialToken,
      revokeInitialToken: state.removeInitialToken,
      authorize: async () => `Bearer ${await createInitialToken()}`,
      saveScope: state.saveScope,
      removeScope: state.removeScope,
      rotateKey: (seconds) => engine.rotateKey(seconds),
    }
  },
}
