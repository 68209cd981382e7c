import { hash } from 'node:crypto'
import { serialize } from 'node:v8'
import { RecentMap } from './recent-map.ts'

const KINDS = 1_000

/**
 * Gives one object for all that are equal. Of a thousand APIs each request meets another one: what
 * they share is at hand, and copies of it would lie in cold memory; a token that one API has let in
 * is known to all that ask the same of it.
 */
export interface SharedParts {
  /** @param part - Plain data, Maps and Sets included, which nobody changes. */
  share: <T extends object>(part: T) => T
}

export function createSharedParts(): SharedParts {
  // Weakly: a part may hold a whole document, and goes with the last definition that has it.
  const known = new RecentMap<string, WeakRef<object>>(KINDS)
  return {
    share<T extends object>(part: T): T {
      const name = nameContent(part)
      if (name === undefined) return part
      const same = known.get(name)?.deref()
      if (same) return same as T
      known.set(name, new WeakRef(part))
      return part
    },
  }
}

/**
 * Every byte counts in it, so what has the same name is the same. The bytes themselves would be kept
 * for longer than the definition, and may be a whole document.
 *
 * @returns `undefined` for what is nested so deeply that it cannot be written; it shares with nobody.
 */
function nameContent(part: object): string | undefined {
  try {
    return hash('sha256', serialize(part), 'base64url')
  } catch {
    return undefined
  }
}
