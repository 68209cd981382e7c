import { createPublicKey, verify } from 'node:crypto'
import type { Realm } from './realm.ts'

export type AccessClaims = Readonly<Record<string, unknown>>

/**
 * The claims of an access token of this realm that is alive: signed with one of its keys, not ended, not
 * revoked. `undefined` for any other.
 */
export function verifyAccessToken(
  token: string,
  { keys, now, issuer, revoked }: Pick<Realm, 'keys' | 'now' | 'issuer' | 'revoked'>,
): AccessClaims | undefined {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const { kid, alg } = decode(header)
  const key = keys.published().find((candidate) => candidate.kid === kid)
  if (!key || alg !== 'RS256') return undefined
  const publicKey = createPublicKey({ key: key.publicJwk as never, format: 'jwk' })
  const bytes = Buffer.from(signature, 'base64url')
  if (!verify('sha256', Buffer.from(`${header}.${payload}`), publicKey, bytes)) return undefined
  const claims = decode(payload)
  const isAlive = claims['iss'] === issuer && Number(claims['exp']) * 1000 > now()
  return isAlive && !revoked.has(String(claims['jti'])) ? claims : undefined
}

function decode(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
