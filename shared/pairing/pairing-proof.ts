import { toBase64Url } from './base64url.ts'
import { deriveBytes } from './derive-bytes.ts'

/** Crockford's alphabet: no I, L, O or U, so that a code survives being read aloud. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_LENGTH = 12

/** A fresh pairing code: 12 characters, 60 bits, shown as three groups of four. */
export function createPairingCode(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(CODE_LENGTH))
  const code = Array.from(bytes, (byte) => ALPHABET.charAt(byte % 32)).join('')
  return (code.match(/.{4}/g) ?? []).join('-')
}

/** The code as it is compared: upper case, no separators, look-alikes read as their digit. */
export function normalizePairingCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
}

/** 128 random bits, base64url. */
export function createNonce(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(16)))
}

export interface PairingSecrets {
  code: string
  clientNonce: string
  serverNonce: string
  /**
   * The address of the companion, such as `http://127.0.0.1:8790`: where the extension calls, and where the
   * companion listens. A program between the two listens elsewhere, so its relayed proof is wrong.
   */
  origin: string
}

export interface PairingProofInput extends PairingSecrets {
  /** Who proves: the two directions must not be interchangeable. */
  prover: 'companion' | 'extension'
}

/** A proof that its maker knows the code, for these nonces and this address only; base64url. */
export function createPairingProof({ prover, ...secrets }: PairingProofInput): Promise<string> {
  return derive(secrets, `proof of the ${prover}`)
}

/** The key that both sides keep after pairing, never sent by either; base64url. */
export function derivePairingKey(secrets: PairingSecrets): Promise<string> {
  return derive(secrets, 'key')
}

async function derive(secrets: PairingSecrets, purpose: string): Promise<string> {
  const { code, clientNonce, serverNonce, origin } = secrets
  const bytes = await deriveBytes({
    secret: new TextEncoder().encode(normalizePairingCode(code)),
    salt: `${clientNonce}|${serverNonce}`,
    label: `dcr-lab pairing|${purpose}|${origin}`,
  })
  return toBase64Url(bytes)
}
