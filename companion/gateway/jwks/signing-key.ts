import { type KeyObject, type SigningOptions, constants, verify } from 'node:crypto'
import type { JWK } from 'jose'

/** How OpenSSL is told to check one algorithm, and which keys it takes. */
interface Method {
  /** `null` where the algorithm has a hash of its own. */
  hash: string | null
  /** As in `KeyObject.asymmetricKeyType`. */
  keyType: string
  /** As in `KeyObject.asymmetricKeyDetails.namedCurve`. */
  curve?: string
  options: SigningOptions
}

const RSA: SigningOptions = { padding: constants.RSA_PKCS1_PADDING }
/** The salt is as long as the hash: RFC 7518 §3.5 allows no other length. */
const PSS: SigningOptions = {
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
}
/** Two numbers of fixed length side by side, and no DER, which has many spellings. */
const EC: SigningOptions = { dsaEncoding: 'ieee-p1363' }
/** Under its own name and the older one, which would also mean Ed448. */
const EDWARDS: Method = { hash: null, keyType: 'ed25519', options: {} }
const ED25519_NAMES: readonly string[] = ['EdDSA', 'Ed25519']

/**
 * @see [RFC 7518 §3.1](https://www.rfc-editor.org/rfc/rfc7518.html#section-3.1)
 * @see [RFC 8037 §3.1](https://www.rfc-editor.org/rfc/rfc8037.html#section-3.1) EdDSA
 * @see [RFC 9864 §2.2](https://www.rfc-editor.org/rfc/rfc9864.html#section-2.2) Ed25519
 */
const METHODS: Readonly<Record<string, Method>> = {
  RS256: { hash: 'sha256', keyType: 'rsa', options: RSA },
  RS384: { hash: 'sha384', keyType: 'rsa', options: RSA },
  RS512: { hash: 'sha512', keyType: 'rsa', options: RSA },
  PS256: { hash: 'sha256', keyType: 'rsa', options: PSS },
  PS384: { hash: 'sha384', keyType: 'rsa', options: PSS },
  PS512: { hash: 'sha512', keyType: 'rsa', options: PSS },
  ES256: { hash: 'sha256', keyType: 'ec', curve: 'prime256v1', options: EC },
  ES384: { hash: 'sha384', keyType: 'ec', curve: 'secp384r1', options: EC },
  ES512: { hash: 'sha512', keyType: 'ec', curve: 'secp521r1', options: EC },
  EdDSA: EDWARDS,
  Ed25519: EDWARDS,
}

/** A public key that has passed the lint, ready to check signatures. */
export interface SigningKey {
  key: KeyObject
  /** The one algorithm that its publisher allows; `undefined` for every one that fits its kind. */
  algorithm?: JWK['alg']
}

/**
 * Whether a compact JWS, read by `readToken` before, carries a signature of this key.
 *
 * `node:crypto` is asked and waits for nothing: by way of Web Crypto, which jose uses, the same check
 * costs two to four times as much. Tests hold it against jose's answers.
 *
 * @param text - The whole token; three parts of plain base64url.
 * @returns `undefined` when the key cannot be used with the algorithm.
 * @see [RFC 7515 §5.2](https://www.rfc-editor.org/rfc/rfc7515.html#section-5.2) message signature validation
 */
export function checkSignature(
  text: string,
  algorithm: string,
  signingKey: SigningKey,
): boolean | undefined {
  const { key } = signingKey
  const method = Object.hasOwn(METHODS, algorithm) ? METHODS[algorithm] : undefined
  if (!method || !fits(signingKey, algorithm, method)) return undefined
  const dot = text.lastIndexOf('.')
  const input = Buffer.from(text.slice(0, dot), 'latin1')
  const signature = Buffer.from(text.slice(dot + 1), 'base64url')
  return verify(method.hash, input, { key, ...method.options }, signature)
}

function fits(
  { key, algorithm: only }: SigningKey,
  algorithm: string,
  { keyType, curve }: Method,
): boolean {
  const isEdwards = keyType === EDWARDS.keyType
  const isAllowed = isEdwards ? ED25519_NAMES.includes(only ?? algorithm) : only === algorithm
  if (only !== undefined && !isAllowed) return false
  if (key.asymmetricKeyType !== keyType) return false
  return curve === undefined || key.asymmetricKeyDetails?.namedCurve === curve
}
