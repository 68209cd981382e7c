import { findJwts } from '#shared/secrets/find-jwts.ts'
import { maskSecret } from '#shared/secrets/mask.ts'

/**
 * Masks the signatures of JSON Web Tokens: header and claims are no secret, and no server accepts them
 * alone.
 */
export function maskSignatures(text: string): string {
  let masked = ''
  let from = 0
  for (const { signature, end } of findJwts(text)) {
    masked += text.slice(from, signature) + maskSecret(text.slice(signature, end))
    from = end
  }
  return masked + text.slice(from)
}

/** A token as a recorded exchange shows it: a JWT loses its signature only. */
export function maskToken(token: string): string {
  const [found] = findJwts(token)
  if (found?.start === 0 && found.end === token.length) return maskSignatures(token)
  // What is masked already stays as it is.
  return token === '' || /••••.{0,4}$/su.test(token) ? token : maskSecret(token)
}
