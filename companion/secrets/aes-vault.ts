import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { AppError } from '#shared/errors/app-error.ts'
import type { DataKey } from './key-file.ts'
import type { SecretPlace, Vault } from './vault.ts'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const FINGERPRINT_BYTES = 9

/** Half a surrogate pair, which UTF-8 cannot hold. */
const LONE_SURROGATE = /\p{Surrogate}/u
/** Marks the envelope of a secret that UTF-8 would change. */
const UTF16 = 'utf16le'

/**
 * Envelopes `v1.<key id>.<nonce>.<ciphertext>.<tag>` with AES-256-GCM and a random 96-bit nonce; one more
 * part says when the text is not in UTF-8.
 * The place of the secret is authenticated too, so an envelope that was moved to another place does not open.
 *
 * @see [NIST SP 800-38D](https://csrc.nist.gov/pubs/sp/800/38/d/final) random nonces: far below 2^32 per key
 */
export function createAesVault(key: DataKey): Vault {
  // A key of its own: the one that seals is used for nothing else.
  const digestKey = Buffer.from(hkdfSync('sha256', key.bytes, '', 'fingerprints', 32))
  return {
    fingerprint: (secret) =>
      createHmac('sha256', digestKey)
        .update(secret)
        .digest()
        .toString('base64url', 0, FINGERPRINT_BYTES),
    seal(secret, place) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(ALGORITHM, key.bytes, nonce)
      const encoding = LONE_SURROGATE.test(secret) ? UTF16 : 'utf8'
      cipher.setAAD(Buffer.from(formatPlace(place, encoding)))
      const ciphertext = Buffer.concat([cipher.update(secret, encoding), cipher.final()])
      const parts = [nonce, ciphertext, cipher.getAuthTag()].map((part) =>
        part.toString('base64url'),
      )
      return ['v1', key.id, ...parts, ...(encoding === UTF16 ? [UTF16] : [])].join('.')
    },
    open(envelope, place) {
      const [version, id, nonce, ciphertext, tag, mark, ...others] = envelope.split('.')
      const encoding = mark === UTF16 ? UTF16 : 'utf8'
      if (version !== 'v1' || id !== key.id || !nonce || ciphertext === undefined || !tag)
        throw refuse(place)
      if ((mark !== undefined && mark !== UTF16) || others.length > 0) throw refuse(place)
      try {
        const decipher = createDecipheriv(ALGORITHM, key.bytes, readPart(nonce), {
          authTagLength: 16,
        })
        decipher.setAAD(Buffer.from(formatPlace(place, encoding)))
        decipher.setAuthTag(readPart(tag))
        return Buffer.concat([decipher.update(readPart(ciphertext)), decipher.final()]).toString(
          encoding,
        )
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

function formatPlace({ collection, id, field }: SecretPlace, encoding: 'utf8' | 'utf16le'): string {
  const place = `v1|${collection}|${id}|${field}`
  return encoding === 'utf8' ? place : `${place}|${encoding}`
}

function refuse({ collection, field }: SecretPlace, cause?: unknown): AppError {
  return new AppError('SECRET_UNAVAILABLE', {
    detail: `The stored ${field} in ${collection} cannot be opened with this key.`,
    hint: 'Put the right key file back; the stored data is unchanged.',
    cause,
  })
}
