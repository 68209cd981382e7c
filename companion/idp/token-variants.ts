import { randomUUID } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, importJWK, type JWTPayload, SignJWT } from 'jose'
import type { Dialects } from './dialects/dialects.ts'

/** Copies of the embedded provider's tokens with other claims, signed with its own key. */
export interface TokenVariants {
  /**
   * A copy of a token with some claims replaced. Its signature is as good as that of the original.
   *
   * @returns `undefined` for a token of another provider, whose key is not here, and for one that is no JWT.
   */
  issue(token: string, change: (claims: JWTPayload) => JWTPayload): Promise<string | undefined>
}

export function createTokenVariants(origin: string, dialects: Dialects): TokenVariants {
  return {
    async issue(token, change) {
      const claims = readClaims(token)
      const issuer = claims?.iss ?? ''
      if (!claims || !URL.canParse(issuer) || new URL(issuer).origin !== origin) return undefined
      const dialect = await dialects.open(dialects.findByPath(new URL(issuer).pathname))
      const [key] = dialect.keys.published()
      if (dialect.issuer !== issuer || !key) return undefined
      const header = { ...decodeProtectedHeader(token), alg: 'RS256', kid: key.kid }
      return new SignJWT({ ...change(claims), jti: randomUUID() })
        .setProtectedHeader(header)
        .sign(await importJWK(key.privateJwk, 'RS256'))
    },
  }
}

function readClaims(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token)
  } catch {
    return undefined
  }
}
