import type { JWK } from 'jose'
import { isRocaModulus } from './roca.ts'

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
const CURVES: Record<string, readonly string[]> = {
  EC: ['P-256', 'P-384', 'P-521'],
  OKP: ['Ed25519'],
}

/**
 * Why a published key must not be trusted, as the end of a sentence; `undefined` when it may be.
 *
 * @see [RFC 8725 §3.5](https://www.rfc-editor.org/rfc/rfc8725.html#section-3.5) keys with enough entropy
 * @see [RFC 7518 §3.3](https://www.rfc-editor.org/rfc/rfc7518.html#section-3.3) RSA of 2048 bits or more
 * @see [FIPS 186-5 A.1.1](https://doi.org/10.6028/NIST.FIPS.186-5) the public exponent
 */
export function findKeyProblem(key: JWK): string | undefined {
  if (key.kty === 'oct') return 'it is a shared secret, and the key set is public'
  const secret = PRIVATE_MEMBERS.find((name) => Object.hasOwn(key, name))
  if (secret) return `it holds the private member "${secret}": the provider leaked its key`
  if (typeof key.kid !== 'string' || key.kid === '') return 'it has no kid'
  if (key.use !== undefined && key.use !== 'sig') return 'it is not meant for signatures (use)'
  if (key.key_ops !== undefined && !(Array.isArray(key.key_ops) && key.key_ops.includes('verify')))
    return 'it is not meant for verifying (key_ops)'
  if (key.kty === 'RSA') return findRsaProblem(key)
  return CURVES[key.kty ?? '']?.includes(key.crv ?? '') ? undefined : 'its type or curve is unknown'
}

function findRsaProblem({ n, e }: JWK): string | undefined {
  const modulus = readInteger(n)
  const exponent = readInteger(e)
  if (modulus === undefined || exponent === undefined) return 'its n or e is not base64url'
  const bits = modulus.toString(2).length
  if (bits < 2048) return `its modulus has ${bits} bits, fewer than 2048`
  if (bits > 8192) return `its modulus has ${bits} bits, more than 8192`
  if (modulus % 2n === 0n) return 'its modulus is even'
  if (exponent < 3n) return `its public exponent is ${exponent}: anybody could forge signatures`
  if (exponent % 2n === 0n) return 'its public exponent is even'
  if (exponent > 0xffff_ffffn) return 'its public exponent is larger than 32 bits'
  if (isRocaModulus(modulus)) return 'its modulus can be factored (CVE-2017-15361, ROCA)'
  return undefined
}

function readInteger(value: unknown): bigint | undefined {
  if (typeof value !== 'string' || !/^[A-Za-z0-9_-]+$/.test(value)) return undefined
  const hex = Buffer.from(value, 'base64url').toString('hex')
  return hex === '' ? undefined : BigInt(`0x${hex}`)
}
