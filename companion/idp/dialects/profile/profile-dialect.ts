import type { RequestHandler } from 'express'
import { openKeyRing } from '../../engine/key-ring.ts'
import type { DialectDefinition } from '../dialect.ts'
import { openDialectState } from '../dialect-state.ts'
import { wellKnownPaths } from '../well-known-paths.ts'
import { createClientStore } from './client-store.ts'
import type { DialectProfile, ProfileTools } from './profile.ts'
import { createProfileApp } from './profile-app.ts'

/** A dialect from its profile: the differences from the others are data and a few functions. */
export function defineProfileDialect(profile: DialectProfile): DialectDefinition {
  const { hostPath, mountPath, issuerPath, registrationPath, routes } = profile
  return {
    paths: {
      metadata: wellKnownPaths(issuerPath),
      registration: registrationPath,
      token: mountPath + routes.token,
      jwks: mountPath + routes.jwks,
    },
    async open(deps) {
      const { id, origin, records, vault, now, publishers } = deps
      const state = openDialectState(deps)
      const issuer = origin + issuerPath
      const clients = createClientStore(state, now)
      const tools: ProfileTools = { origin, issuer, state, clients, now, publishers }
      const ring = await openKeyRing({ records: records.keys, vault, dialect: id, now })
      const { app, engine } = createProfileApp(profile, tools, ring)
      const createInitialToken = (): Promise<string> => profile.createInitialToken(tools)
      return {
        host: origin + hostPath,
        issuer,
        audience: profile.audience,
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
}
