import { randomBytes } from 'node:crypto'
import type { RequestHandler } from 'express'
import { openKeyRing } from '../../engine/key-ring.ts'
import type { DialectDefinition } from '../dialect.ts'
import { openDialectState } from '../dialect-state.ts'
import { wellKnownPaths } from '../well-known-paths.ts'
import { createStandardApp, STANDARD_AUDIENCE, type StandardOptions } from './standard-app.ts'

const INITIAL_TOKEN_SECONDS = 86_400

/** A dialect that keeps to the standards: the engine's own paths, registration and management. */
export function defineStandardDialect(options: Omit<StandardOptions, 'issuer'>): DialectDefinition {
  const { path, registration } = options
  return {
    paths: {
      metadata: wellKnownPaths(path),
      ...(registration !== 'none' && { registration: `${path}/reg` }),
      token: `${path}/token`,
      jwks: `${path}/jwks`,
    },
    async open(deps) {
      const { id, origin, records, vault, now, publishers, fetchDocument } = deps
      const state = openDialectState(deps)
      const issuer = origin + path
      const ring = await openKeyRing({ records: records.keys, vault, dialect: id, now })
      const { app, engine } = createStandardApp(
        { ...options, issuer },
        { state, ring, now, publishers, fetchDocument },
      )
      const createInitialToken = async (): Promise<string> => {
        if (registration !== 'with_token') return randomBytes(24).toString('base64url')
        const provider = await engine.current()
        return new provider.InitialAccessToken({ expiresIn: INITIAL_TOKEN_SECONDS }).save()
      }
      return {
        host: issuer,
        issuer,
        audience: STANDARD_AUDIENCE,
        handler: app as RequestHandler,
        keys: ring,
        createInitialToken,
        async revokeInitialToken(token) {
          const provider = await engine.current()
          await (await provider.InitialAccessToken.find(token))?.destroy()
        },
        authorize: async () => `Bearer ${await createInitialToken()}`,
        async saveScope(name, isDefault) {
          await state.saveScope(name, isDefault)
          engine.renew()
        },
        async removeScope(name) {
          await state.removeScope(name)
          engine.renew()
        },
        rotateKey: (seconds) => engine.rotateKey(seconds),
      }
    },
  }
}
