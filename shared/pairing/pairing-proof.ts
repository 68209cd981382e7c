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

export interface PairingProofInput {
  code: string
  /** Who proves: the two directions must not be interchangeable. */
  prover: 'companion' | 'extension'
  clientNonce: string
  serverNonce: string
}

/** HMAC-SHA-256 over the prover and both nonces, keyed with the code; base64url. */
export async function createPairingProof(input: PairingProofInput): Promise<string> {
  const { code, prover, clientNonce, serverNonce } = input
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey(
    'raw',
    encoder.encode(normalizePairingCode(code)),
    algorithm,
    false,
    ['sign'],
  )
  const text = `dcr-lab-pairing|${prover}|${clientNonce}|${serverNonce}`
  return toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text))))
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
}
