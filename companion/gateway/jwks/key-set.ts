import { createHash, createPublicKey } from 'node:crypto'
import type { JWK } from 'jose'
import type { Word } from '#shared/messages/catalogue.ts'
import type { KeySetView } from './key-refusals.ts'
import { KeySetProblem } from './key-set-problem.ts'
import { findKeyProblem } from './lint-key.ts'
import type { SigningKey } from './signing-key.ts'

export const MAX_KEYS = 64

/** The trustworthy keys of one answer. */
export interface KeySet {
  /** The address the keys were fetched from; a word where the definition holds the keys themselves. */
  name: string | Word
  kids: ReadonlySet<string>
  /** Whether it can answer for a `kid`; a single key answers for every one. */
  has: (kid: string | undefined) => boolean
  dropped: KeySetView['dropped']
  /** Milliseconds, the gateway's clock. */
  fetchedAtMs: number
  /** The same for the same keys, whenever they were fetched. */
  fingerprint: string
  /** The key of a `kid`; `undefined` for one that the set lacks, or that cannot be loaded. */
  findKey: (kid: string | undefined) => SigningKey | undefined
}

/**
 * Reads a key set. An empty list is an answer, too: the keys are gone.
 *
 * @throws KeySetProblem when the text is no key set.
 * @see [RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517.html#section-5)
 */
export function readKeySet(url: string, text: string, fetchedAtMs: number): KeySet {
  const keys = readKeys(text)
  const repeated = findRepeatedKids(keys)
  const dropped: { kid: string; problem: Word }[] = []
  const trusted = keys.filter((key) => {
    const problem =
      findKeyProblem(key) ??
      (repeated.has(key.kid) ? ({ code: 'KEY_REPEATED' } as const) : undefined)
    if (problem) dropped.push({ kid: typeof key.kid === 'string' ? key.kid : '', problem })
    return problem === undefined
  })
  const kids = new Set(trusted.map((key) => key.kid ?? ''))
  return {
    name: url,
    kids,
    has: (kid) => kid !== undefined && kids.has(kid),
    dropped,
    fetchedAtMs,
    fingerprint: createHash('sha256').update(JSON.stringify(trusted)).digest('base64url'),
    findKey: createKeyFinder(trusted),
  }
}

/** Loads a key when it is first needed, and once. */
function createKeyFinder(keys: readonly JWK[]): KeySet['findKey'] {
  const byKid = new Map(keys.map((key) => [key.kid, key]))
  const loaded = new Map<string | undefined, SigningKey | undefined>()
  return (kid) => {
    const jwk = byKid.get(kid)
    if (jwk && !loaded.has(kid)) loaded.set(kid, loadKey(jwk))
    return loaded.get(kid)
  }
}

function loadKey(jwk: JWK): SigningKey | undefined {
  try {
    return { key: createPublicKey({ key: jwk, format: 'jwk' }), algorithm: jwk.alg }
  } catch {
    return undefined
  }
}

function readKeys(text: string): JWK[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new KeySetProblem({ code: 'KEY_SET_NOT_JSON' })
  }
  const keys: unknown =
    typeof value === 'object' && value !== null && 'keys' in value ? value.keys : undefined
  if (!Array.isArray(keys)) throw new KeySetProblem({ code: 'KEY_SET_NO_LIST' })
  if (keys.length > MAX_KEYS) {
    const facts = { count: keys.length, limit: MAX_KEYS }
    throw new KeySetProblem({ code: 'KEY_SET_TOO_LONG', facts })
  }
  return keys.filter(
    (key): key is JWK => typeof key === 'object' && key !== null && !Array.isArray(key),
  )
}

function findRepeatedKids(keys: readonly JWK[]): Set<unknown> {
  const seen = new Set<unknown>()
  return new Set(keys.map((key) => key.kid).filter((kid) => seen.has(kid) || !seen.add(kid)))
}
