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
  const known = new RecentMap<string, object>(KINDS)
  return {
    share<T extends object>(part: T): T {
      // Every byte counts in it, so what has the same text is the same.
      const text = serialize(part).toString('latin1')
      const same = known.get(text)
      if (same) return same as T
      known.set(text, part)
      return part
    },
  }
}
