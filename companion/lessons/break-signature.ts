/**
 * The token with another signature of the same length: header and claims stay as they are.
 *
 * @see [RFC 7515 §3.1](https://www.rfc-editor.org/rfc/rfc7515.html#section-3.1) the parts of a JWS
 */
export function breakSignature(token: string): string {
  const start = token.lastIndexOf('.') + 1
  // The first character carries six whole bits of the signature; the last may carry bits that no one reads.
  const first = token[start] === 'A' ? 'B' : 'A'
  return token.slice(0, start) + first + token.slice(start + 1)
}
