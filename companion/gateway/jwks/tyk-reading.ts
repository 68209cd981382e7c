import { X509Certificate, createPublicKey } from 'node:crypto'
import type { JWK } from 'jose'
import { quote } from '#shared/errors/quote.ts'
import type { Word } from '#shared/messages/catalogue.ts'

/** Bytes of a coordinate by curve. */
const CURVES: ReadonlyMap<unknown, number> = new Map([
  ['P-256', 32],
  ['P-384', 48],
  ['P-521', 66],
])

/** A key set that works here and not at Tyk. */
export interface SpoiledSet {
  what: Word
  /** Of the one key. */
  why: Word
}

/**
 * Why Tyk 5.14 would refuse every token of a key set: its library reads all keys of a set or none, so that
 * one key of a kind that it does not know spoils the others.
 *
 * @param keys - All members of the list, also those that are left out here.
 * @returns `undefined` when Tyk can read the set, too.
 * @see [go-jose v3](https://github.com/go-jose/go-jose/blob/v3/jwk.go) `JSONWebKey.UnmarshalJSON`
 */
export function findSpoiledSet(keys: readonly unknown[]): SpoiledSet | undefined {
  for (const key of keys) {
    const problem = findSpoiler(key ?? {})
    if (!problem) continue
    const { kid } = (key ?? {}) as JWK
    const facts = { kid: typeof kid === 'string' ? quote(kid) : '' }
    return { what: { code: 'SET_SPOILED_AT_TYK', facts }, why: problem }
  }
  return undefined
}

function findSpoiler(key: JWK): Word | undefined {
  if (!isReadable(key)) return { code: 'KEY_UNKNOWN_CURVE' }
  if (!isThumbprint(key.x5t, 20) || !isThumbprint(key['x5t#S256'], 32))
    return { code: 'KEY_THUMBPRINT_WRONG' }
  return isCertified(key) ? undefined : { code: 'KEY_CERTIFICATE_UNREADABLE' }
}

function isReadable(key: JWK): boolean {
  if (key.kty === 'oct') return isBytes(key.k)
  if (key.kty === 'RSA') return isBytes(key.n) && isBytes(key.e)
  if (key.kty === 'OKP') return key.crv === 'Ed25519' && isBytes(key.x)
  return key.kty === 'EC' && isPoint(key)
}

function isPoint({ crv, x, y }: JWK): boolean {
  const size = CURVES.get(crv)
  if (size === undefined || !isBytes(x, size) || !isBytes(y, size)) return false
  try {
    createPublicKey({ key: { kty: 'EC', crv: crv ?? '', x: x ?? '', y: y ?? '' }, format: 'jwk' })
    return true
  } catch {
    return false
  }
}

function isBytes(value: unknown, size?: number): boolean {
  if (typeof value !== 'string' || !/^[\w-]+$/.test(value)) return false
  return size === undefined || Buffer.from(value, 'base64url').length === size
}

/** Go takes the bytes, or their hexadecimal digits. */
function isThumbprint(value: unknown, size: number): boolean {
  if (value === undefined || value === '') return true
  return isBytes(value, size) || isBytes(value, size * 2)
}

function isCertified({ x5c }: JWK): boolean {
  if (x5c === undefined) return true
  try {
    return x5c.every((text) => new X509Certificate(Buffer.from(text, 'base64')).raw.length > 0)
  } catch {
    return false
  }
}
