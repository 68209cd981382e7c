import type { CompiledApi } from './decide/compiled-api.ts'
import type { Session } from './decide/session.ts'
import { RecentMap } from './recent-map.ts'

const SESSIONS = 10_000

/** Sessions in memory: the last 10 000 used, at least. */
export interface SessionStore {
  get(key: string): Session | undefined
  put(key: string, session: Session): void
}

export function createSessionStore(): SessionStore {
  const sessions = new RecentMap<string, Session>(SESSIONS)
  return {
    get: (key) => sessions.get(key),
    put: (key, session) => sessions.set(key, session),
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
