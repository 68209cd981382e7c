/** Where a secret belongs. It is bound into the envelope, so that envelopes cannot be swapped. */
export interface SecretPlace {
  collection: string
  id: string
  field: string
}

/** Seals secrets for the disk. */
export interface Vault {
  /** The secret as an envelope `v1.<key id>.<nonce>.<ciphertext>.<tag>`. */
  seal(secret: string, place: SecretPlace): string
  /** @throws AppError `SECRET_UNAVAILABLE` when the key is not the one, or the envelope was changed. */
  open(envelope: string, place: SecretPlace): string
}
