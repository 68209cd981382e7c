/**
 * The points of small order, in hexadecimal without the sign bit; the last two are other spellings of 0 and
 * 1. For such a key a signature that fits many messages can be made without a private key.
 *
 * @see [libsodium](https://github.com/jedisct1/libsodium/blob/master/src/libsodium/crypto_core/ed25519/ref10/ed25519_ref10.c) `ge25519_has_small_order`
 * @see [RFC 8032 §5.1.7](https://www.rfc-editor.org/rfc/rfc8032.html#section-5.1.7) what verifiers check
 */
const WEAK = new Set([
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
])

/** @param x - Of a JWK for Ed25519. */
export function isWeakPoint(x: unknown): boolean {
  const bytes = Buffer.from(typeof x === 'string' ? x : '', 'base64url')
  const last = bytes.length - 1
  if (last >= 0) bytes[last] = (bytes[last] ?? 0) & 0x7f
  return WEAK.has(bytes.toString('hex'))
}
