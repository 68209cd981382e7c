import { hash } from 'node:crypto'
import { serialize } from 'node:v8'
import { RecentMap } from './recent-map.ts'

const KINDS = 1_000

/**
 * Returns one object for all equal parts. With a thousand APIs most requests use another API: shared
 * objects stay in the CPU's cache, copies would not. A token that was verified under a set of rules is also
 * known to all APIs that share these rules.
 */
export interface SharedParts {
  /** @param part - Plain data, Maps and Sets included, which is never changed. */
  share: <T extends object>(part: T) => T
}

export function createSharedParts(): SharedParts {
  // Weak references: a part may hold a whole document, and is freed with the last definition that uses it.
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
 * Names a part by the hash of its serialized content, so parts with equal names have equal content. The
 * content itself is not used as the name, since names are kept for longer than the definition, and the
 * content may be a whole document.
 *
 * @returns `undefined` for what is nested so deeply that it cannot be written; such a part is not shared.
 */
function nameContent(part: object): string | undefined {
  try {
    return hash('sha256', serialize(part), 'base64url')
  } catch {
    return undefined
  }
}
