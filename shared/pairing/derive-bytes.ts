export interface DeriveInput {
  /** What only the two sides know. */
  secret: Uint8Array<ArrayBuffer>
  /** What is fresh: the nonces of both sides. */
  salt: string
  /** What the bytes are for, and everything that they have to be bound to. */
  label: string
}

/**
 * 32 bytes that cannot be computed without the secret.
 *
 * @see [RFC 5869](https://www.rfc-editor.org/rfc/rfc5869.html) HKDF
 */
export async function deriveBytes(input: DeriveInput): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', input.secret, 'HKDF', false, ['deriveBits'])
  const algorithm = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: encoder.encode(input.salt),
    info: encoder.encode(input.label),
  }
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, 256))
}
