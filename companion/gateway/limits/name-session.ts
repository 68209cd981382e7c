import type { JwtRules } from '../token/jwt-rules.ts'

/**
 * Names the session of an identity. Tyk's key is organisation and identity only, so that two providers with
 * the same `sub` would share limits; here the key contains the source of the signing keys too.
 *
 * @see [RFC 7519 §4.1.2](https://www.rfc-editor.org/rfc/rfc7519.html#section-4.1.2) `sub` is unique per issuer only
 */
export function nameSession({ orgId, keySources }: JwtRules, identity: string): string {
  return JSON.stringify([orgId, ...keySources, identity])
}
