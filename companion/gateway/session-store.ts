import type { CompiledApi } from './decide/compiled-api.ts'
import type { Session } from './decide/session.ts'

const MAX_SESSIONS = 10_000

/** Sessions in memory. The oldest gives way when there are too many. */
export interface SessionStore {
  get(key: string): Session | undefined
  put(key: string, session: Session): void
}

export function createSessionStore(): SessionStore {
  const sessions = new Map<string, Session>()
  return {
    get: (key) => sessions.get(key),
    put(key, session) {
      if (!sessions.has(key) && sessions.size >= MAX_SESSIONS) {
        const oldest = sessions.keys().next()
        if (!oldest.done) sessions.delete(oldest.value)
      }
      sessions.set(key, session)
    },
  }
}

/**
 * Whose session it is. Tyk's key is organisation and identity alone, by which two providers with the
 * same `sub` would share limits; here the source of the keys belongs to it.
 *
 * @see [RFC 7519 §4.1.2](https://www.rfc-editor.org/rfc/rfc7519.html#section-4.1.2) `sub` is unique per issuer only
 */
export function nameSession(api: CompiledApi, identity: string): string {
  return JSON.stringify([api.definition.org_id, ...api.jwt.keySources, identity])
}
