import { createHash, randomBytes, randomUUID } from 'node:crypto'

export type RegistrationTokenType = 'InitialAccessToken' | 'RegistrationAccessToken'

/**
 * A token that is shaped as Keycloak's own, a JWT that it signs for itself. Only its digest is looked at
 * here, so the signature is made of chance.
 *
 * @param exp - Seconds since the epoch.
 */
export function mintRegistrationToken(
  typ: RegistrationTokenType,
  { issuer, now, exp }: { issuer: string; now: () => number; exp?: number },
): string {
  const claims = {
    ...(exp !== undefined && { exp }),
    iat: Math.floor(now() / 1000),
    jti: randomUUID(),
    iss: issuer,
    aud: issuer,
    typ,
  }
  const body = `${part({ alg: 'HS512', typ: 'JWT' })}.${part(claims)}`
  return `${body}.${createHash('sha512').update(body).update(randomBytes(32)).digest('base64url')}`
}

/** What a bearer calls itself, where it is a JWT of this issuer. */
export function readTokenType(token: string, issuer: string): string | undefined {
  try {
    const text = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')
    const { typ, iss } = JSON.parse(text) as { typ?: unknown; iss?: unknown }
    return iss === issuer && typeof typ === 'string' ? typ : undefined
  } catch {
    return undefined
  }
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
