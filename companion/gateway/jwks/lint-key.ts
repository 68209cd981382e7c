import type { JWK } from 'jose'
import type { Word } from '#shared/messages/catalogue.ts'
import { isWeakPoint } from './weak-points.ts'
import { isRocaModulus } from './roca.ts'

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
const CURVES: Record<string, readonly string[]> = {
  EC: ['P-256', 'P-384', 'P-521'],
  OKP: ['Ed25519'],
}

/**
 * Why a published key must not be trusted, ; `undefined` when it may be.
 *
 * @see [RFC 8725 §3.5](https://www.rfc-editor.org/rfc/rfc8725.html#section-3.5) keys with enough entropy
 * @see [RFC 7518 §3.3](https://www.rfc-editor.org/rfc/rfc7518.html#section-3.3) RSA of 2048 bits or more
 * @see [FIPS 186-5 A.1.1](https://doi.org/10.6028/NIST.FIPS.186-5) the public exponent
 */
export function findKeyProblem(key: JWK): Word | undefined {
  if (key.kty === 'oct') return { code: 'KEY_SECRET' }
  const secret = PRIVATE_MEMBERS.find((name) => Object.hasOwn(key, name))
  if (secret) return { code: 'KEY_PRIVATE', facts: { member: secret } }
  if (typeof key.kid !== 'string' || key.kid === '') return { code: 'KEY_NO_KID' }
  if (key.use !== undefined && key.use !== 'sig') return { code: 'KEY_NOT_FOR_SIGNATURES' }
  if (key.key_ops !== undefined && !(Array.isArray(key.key_ops) && key.key_ops.includes('verify')))
    return { code: 'KEY_NOT_FOR_VERIFYING' }
  if (key.kty === 'RSA') return findRsaProblem(key)
  if (key.kty === 'OKP' && isWeakPoint(key.x)) return { code: 'KEY_POINT_WEAK' }
  const { kty = '', crv = '' } = key
  const curves = Object.hasOwn(CURVES, kty) ? CURVES[kty] : undefined
  return curves?.includes(crv) ? undefined : { code: 'KEY_UNKNOWN_CURVE' }
}

function findRsaProblem({ n, e }: JWK): Word | undefined {
  const modulus = readInteger(n)
  const exponent = readInteger(e)
  if (modulus === undefined || exponent === undefined) return { code: 'KEY_NOT_BASE64URL' }
  const bits = modulus.toString(2).length
  if (bits < 2048) return { code: 'KEY_MODULUS_SHORT', facts: { bits } }
  if (bits > 8192) return { code: 'KEY_MODULUS_LONG', facts: { bits } }
  if (modulus % 2n === 0n) return { code: 'KEY_MODULUS_EVEN' }
  if (exponent < 3n) return { code: 'KEY_EXPONENT_SMALL', facts: { exponent: String(exponent) } }
  if (exponent % 2n === 0n) return { code: 'KEY_EXPONENT_EVEN' }
  if (exponent > 0xffff_ffffn) return { code: 'KEY_EXPONENT_LARGE' }
  if (isRocaModulus(modulus)) return { code: 'KEY_ROCA' }
  return undefined
}

function readInteger(value: unknown): bigint | undefined {
  if (typeof value !== 'string' || !/^[A-Za-z0-9_-]+$/.test(value)) return undefined
  const hex = Buffer.from(value, 'base64url').toString('hex')
  return hex === '' ? undefined : BigInt(`0x${hex}`)
}
