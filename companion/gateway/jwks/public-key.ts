import { type KeyObject, X509Certificate, createHash, createPublicKey } from 'node:crypto'
import type { JWK } from 'jose'
import type { KeySet } from './key-set.ts'
import { KeySetProblem } from './key-set-problem.ts'
import { findKeyProblem } from './lint-key.ts'

/**
 * A public key from the definition, as a key set with one key.
 *
 * @param source - PEM text (public key or certificate), or DER in base64.
 * @throws KeySetProblem when it is no public key, or an unsafe one.
 */
export function readPublicKey(source: string): KeySet {
  const key = loadKey(source)
  const problem = findKeyProblem({ ...(key.export({ format: 'jwk' }) as JWK), kid: 'jwt_source' })
  if (problem !== undefined) throw new KeySetProblem(problem)
  const fingerprint = createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest('base64url')
  return {
    name: { code: 'JWT_SOURCE_KEY' },
    kids: new Set(['jwt_source']),
    has: () => true,
    dropped: [],
    fetchedAtMs: Infinity,
    fingerprint,
    atTyk: undefined,
    findKey: () => ({ key }),
  }
}

function loadKey(source: string): KeyObject {
  try {
    if (source.includes('-----BEGIN')) return createPublicKey(source)
    const der = Buffer.from(source, 'base64')
    try {
      return createPublicKey({ key: der, format: 'der', type: 'spki' })
    } catch {
      return new X509Certificate(der).publicKey
    }
  } catch {
    throw new KeySetProblem({ code: 'KEY_UNREADABLE' })
  }
}
