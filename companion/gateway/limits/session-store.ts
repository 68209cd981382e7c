import type { JwtRules } from '../token/jwt-rules.ts'
import type { Session } from './session.ts'
import { RecentMap } from '../memory/recent-map.ts'

const SESSIONS = 10_000

/** Sessions in memory: the last 10 000 used, at least. */
export interface SessionStore {
  get(key: string): Session | undefined
  put(key: string, session: Session): void
  /** Whether this very session is still the one by that name; it then counts as used. */
  holds(key: string, session: Session): boolean
}

export function createSessionStore(): SessionStore {
  const sessions = new RecentMap<string, Session>(SESSIONS)

  function get(key: string): Session | undefined {
    const session = sessions.get(key)
    if (session) session.seenInTurn = sessions.turns
    return session
  }

  return {
    get,
    put(key, session) {
      const previous = sessions.get(key)
      if (previous) previous.seenInTurn = -1
      sessions.set(key, session)
      session.seenInTurn = sessions.turns
    },
    // Mostly the answer stands in the session itself, and the map need not be asked.
    holds: (key, session) => session.seenInTurn === sessions.turns || get(key) === session,
  }
}

/**
 * Whose session it is. Tyk's key is organisation and identity alone, by which two providers with the
 * same `sub` would share limits; here the source of the keys belongs to it.
 *
 * @see [RFC 7519 §4.1.2](https://www.rfc-editor.org/rfc/rfc7519.html#section-4.1.2) `sub` is unique per issuer only
 */
export function nameSession({ orgId, keySources }: JwtRules, identity: string): string {
  return JSON.stringify([orgId, ...keySources, identity])
}
