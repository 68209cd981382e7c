/** The place of a secret. The envelope is bound to its place, so that envelopes cannot be swapped. */
export interface SecretPlace {
  collection: string
  id: string
  field: string
}

/** Encrypts secrets for the disk. */
export interface Vault {
  /** The secret as an envelope `v1.<key id>.<nonce>.<ciphertext>.<tag>`. */
  seal(secret: string, place: SecretPlace): string
  /** @throws AppError `SECRET_UNAVAILABLE` when the key is another one, or the envelope was changed. */
  open(envelope: string, place: SecretPlace): string
  /**
   * A digest by which the same secret is known again, also after a restart; without the key it tells
   * nothing about the secret. 72 bits, base64url.
   */
  fingerprint(secret: string): string
}
