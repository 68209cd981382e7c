const ALPHABET = /^[A-Za-z0-9_-]+$/
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/**
 * Whether a text is the one base64url spelling of its bytes: no padding, no foreign characters, and
 * zero bits at the end.
 *
 * @see [RFC 7515 §2](https://www.rfc-editor.org/rfc/rfc7515.html#section-2), [RFC 4648 §3.5](https://www.rfc-editor.org/rfc/rfc4648.html#section-3.5)
 */
export function isCanonicalBase64url(text: string): boolean {
  if (!ALPHABET.test(text)) return false
  const tail = text.length % 4
  if (tail === 0) return true
  if (tail === 1) return false
  const last = encoder.indexOf(text.at(-1) ?? '')
  return tail === 2 ? (last & 15) === 0 : (last & 3) === 0
}

/**
 * @param text - Canonical base64url.
 * @returns The text it stands for, or `undefined` when the bytes are not UTF-8 or start with a byte
 * order mark.
 */
export function decodeBase64urlText(text: string): string | undefined {
  try {
    const decoded = decoder.decode(Buffer.from(text, 'base64url'))
    return decoded.startsWith('\uFEFF') ? undefined : decoded
  } catch {
    return undefined
  }
}
