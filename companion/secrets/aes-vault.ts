import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { AppError } from '#shared/errors/app-error.ts'
import type { DataKey } from './key-file.ts'
import type { SecretPlace, Vault } from './vault.ts'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12

/**
 * Envelopes `v1.<key id>.<nonce>.<ciphertext>.<tag>` with AES-256-GCM and a random 96-bit nonce.
 * The place of the secret is authenticated too, so an envelope that was moved to another place does not open.
 *
 * @see [NIST SP 800-38D](https://csrc.nist.gov/pubs/sp/800/38/d/final) random nonces: far below 2^32 per key
 */
export function createAesVault(key: DataKey): Vault {
  return {
    seal(secret, place) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(ALGORITHM, key.bytes, nonce)
      cipher.setAAD(Buffer.from(formatPlace(place)))
      const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      const parts = [nonce, ciphertext, cipher.getAuthTag()].map((part) =>
        part.toString('base64url'),
      )
      return ['v1', key.id, ...parts].join('.')
    },
    open(envelope, place) {
      const [version, id, nonce, ciphertext, tag] = envelope.split('.')
      if (version !== 'v1' || id !== key.id || !nonce || ciphertext === undefined || !tag)
        throw refuse(place)
      try {
        const decipher = createDecipheriv(ALGORITHM, key.bytes, readPart(nonce), {
          authTagLength: 16,
        })
        decipher.setAAD(Buffer.from(formatPlace(place)))
        decipher.setAuthTag(readPart(tag))
        return decipher.update(readPart(ciphertext), undefined, 'utf8') + decipher.final('utf8')
      } catch (cause) {
        throw refuse(place, cause)
      }
    },
  }
}

/** Node's base64url decoder ignores unknown characters, so two texts could mean one envelope. */
function readPart(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text) throw new RangeError('Not canonical base64url')
  return bytes
}

function formatPlace({ collection, id, field }: SecretPlace): string {
  return `v1|${collection}|${id}|${field}`
}

function refuse({ collection, field }: SecretPlace, cause?: unknown): AppError {
  return new AppError('SECRET_UNAVAILABLE', {
    detail: `The stored ${field} in ${collection} cannot be opened with this key.`,
    hint: 'Put the right key file back; the stored data is unchanged.',
    cause,
  })
}
