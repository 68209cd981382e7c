import type { DialectState } from './dialect-state.ts'

const MODEL = 'RevokedToken'

interface RevokedToken {
  jti: string
  /** Seconds since the epoch, when the token would have ended by itself. */
  exp: number
}

/** Access tokens that were revoked before their end, by `jti`. A restart brings none of them back to life. */
export interface RevokedTokens {
  has(jti: string): boolean
  /** @param exp - Seconds since the epoch, when the token ends by itself and is forgotten here. */
  add(jti: string, exp: number): Promise<void>
}

type Entries = Pick<DialectState, 'readEntry' | 'listEntries' | 'saveEntry' | 'removeEntry'>

/** @param now - Milliseconds since the epoch. */
export function openRevokedTokens(state: Entries, now: () => number): RevokedTokens {
  return {
    has: (jti) => state.readEntry(MODEL, jti) !== undefined,
    async add(jti, exp) {
      for (const known of state.listEntries(MODEL) as RevokedToken[])
        if (known.exp * 1000 <= now()) await state.removeEntry(MODEL, known.jti)
      await state.saveEntry(MODEL, jti, { jti, exp } satisfies RevokedToken)
    },
  }
}
