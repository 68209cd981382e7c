import { createHash, createPublicKey } from 'node:crypto'
import type { JWK } from 'jose'
import type { Word } from '#shared/messages/catalogue.ts'
import type { KeySetView } from './key-refusals.ts'
import { KeySetProblem } from './key-set-problem.ts'
import { findKeyProblem } from './lint-key.ts'
import type { SigningKey } from './signing-key.ts'
import { type SpoiledSet, findSpoiledSet } from './tyk-reading.ts'

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
  /** Why a Tyk would refuse all tokens of this set. */
  atTyk: SpoiledSet | undefined
  /**
   * The key of a `kid`; `undefined` for one that the set lacks, or that cannot be loaded. Of several keys
   * the first one for the algorithm counts, else the first.
   */
  findKey: (kid: string | undefined, algorithm?: string) => SigningKey | undefined
}

/**
 * Reads a key set. An empty list is an answer, too: the keys are gone.
 *
 * @throws KeySetProblem when the text is no key set.
 * @see [RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517.html#section-5)
 */
export function readKeySet(url: string, text: string, fetchedAtMs: number): KeySet {
  const members = readMembers(text)
  const keys = members.filter(isKey)
  const dropped: { kid: string; problem: Word }[] = []
  const trusted = keys.filter((key) => {
    const problem = findKeyProblem(key)
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
    atTyk: findSpoiledSet(members),
    findKey: createKeyFinder(trusted),
  }
}

/** Loads a key when it is first needed, and once. */
function createKeyFinder(keys: readonly JWK[]): KeySet['findKey'] {
  const byKid = new Map<string | undefined, JWK[]>()
  for (const key of keys) byKid.set(key.kid, [...(byKid.get(key.kid) ?? []), key])
  const loaded = new Map<JWK, SigningKey | undefined>()
  return (kid, algorithm) => {
    const known = byKid.get(kid)
    const jwk = known && (known.find((key) => isFor(key, algorithm)) ?? known[0])
    if (!jwk) return undefined
    if (!loaded.has(jwk)) loaded.set(jwk, loadKey(jwk))
    return loaded.get(jwk)
  }
}

const TYPES: readonly (readonly [start: string, type: string])[] = [
  ['RS', 'RSA'],
  ['PS', 'RSA'],
  ['ES', 'EC'],
  ['Ed', 'OKP'],
]

/** Providers may give keys of two algorithms one `kid`. */
function isFor({ alg, kty }: JWK, algorithm = ''): boolean {
  if (alg !== undefined) return alg === algorithm
  return TYPES.some(([start, type]) => algorithm.startsWith(start) && kty === type)
}

function loadKey(jwk: JWK): SigningKey | undefined {
  try {
    return { key: createPublicKey({ key: jwk, format: 'jwk' }), algorithm: jwk.alg }
  } catch {
    return undefined
  }
}

function readMembers(text: string): unknown[] {
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
  return keys
}

function isKey(value: unknown): value is JWK {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
