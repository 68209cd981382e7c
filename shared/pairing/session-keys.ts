import { fromBase64Url, toBase64Url } from './base64url.ts'
import { deriveBytes } from './derive-bytes.ts'

export interface SessionInput {
  /** The key of the pairing, base64url. */
  key: string
  clientNonce: string
  serverNonce: string
  /** Where the extension calls, and where the companion listens: the two must be one address. */
  origin: string
}

/** What both sides of one session know. Nothing of it is ever sent but the proof. */
export interface SessionKeys {
  /** The companion sends it first: only who holds the key of the pairing can make it. */
  proof: string
  /** Signs each request. */
  request: CryptoKey
  /** Signs each answer. */
  answer: CryptoKey
  /** Seals bodies. */
  body: CryptoKey
}

/** The keys of one session: both nonces are fresh, so they are worth nothing in any other. */
export async function deriveSessionKeys(input: SessionInput): Promise<SessionKeys> {
  const derive = (purpose: string): Promise<Uint8Array<ArrayBuffer>> =>
    deriveBytes({
      secret: fromBase64Url(input.key),
      salt: `${input.clientNonce}|${input.serverNonce}`,
      label: `dcr-lab session|${purpose}|${input.origin}`,
    })
  const signing = async (purpose: string): Promise<CryptoKey> =>
    crypto.subtle.importKey(
      'raw',
      await derive(purpose),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign', 'verify'],
    )
  return {
    proof: toBase64Url(await derive('proof')),
    request: await signing('request'),
    answer: await signing('answer'),
    body: await crypto.subtle.importKey('raw', await derive('body'), 'AES-GCM', false, [
      'encrypt',
      'decrypt',
    ]),
  }
}

/** A request as it is signed. */
export interface SignedCall {
  method: string
  /** Path and query. */
  target: string
  /** `Content-Type`, or an empty text. */
  type: string
  /** Counts the requests of one session, so that none can be sent again. */
  counter: number
}

export async function signCall(key: CryptoKey, call: SignedCall): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', key, writeCall(call))))
}

/** Compares in constant time. */
export function isSignatureOf(
  key: CryptoKey,
  call: SignedCall,
  signature: string,
): Promise<boolean> {
  return crypto.subtle.verify('HMAC', key, fromBase64Url(signature), writeCall(call))
}

/** The header in which the companion signs its answer. */
export const ANSWER_PROOF_HEADER = 'dcr-lab-proof'

/** A proof that the answer to this request comes from the companion; base64url. */
export async function signAnswer(key: CryptoKey, counter: number): Promise<string> {
  const text = new TextEncoder().encode(`answer|${counter}`)
  return toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', key, text)))
}

function writeCall({ method, target, type, counter }: SignedCall): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode([method.toUpperCase(), target, type, counter].join('\n'))
}
