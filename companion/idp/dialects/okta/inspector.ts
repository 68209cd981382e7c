import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose'
import type { IdpClient } from '../../../store/idp-records.ts'
import type { KeyRing } from '../../engine/key-ring.ts'
import type { RefreshTokens } from '../../engine/refresh-tokens.ts'
import type { RevokedTokens } from '../revoked-tokens.ts'
import { AUDIENCE } from './authorization-server.ts'
import type { OktaClients } from './clients.ts'

export interface InspectorDeps {
  issuer: string
  keys: Pick<KeyRing, 'published'>
  clients: OktaClients
  refreshTokens: RefreshTokens
  revoked: RevokedTokens
  /** Milliseconds since the epoch. */
  now: () => number
}

/** What Okta knows of a token. */
export interface Inspector {
  introspect(token: string): Promise<Record<string, unknown>>
  /** A token of another client, or none at all, is no error: there is nothing left to revoke. */
  revoke(token: string, client: IdpClient): Promise<void>
}

/**
 * Okta's introspection and revocation, of access tokens, which are JWTs, and of refresh tokens. To revoke one
 * of them leaves the other alive, as at Okta.
 *
 * @see [RFC 7662](https://www.rfc-editor.org/rfc/rfc7662.html), [RFC 7009](https://www.rfc-editor.org/rfc/rfc7009.html)
 * @see [Okta: revoke tokens](https://developer.okta.com/docs/guides/revoke-tokens/main/)
 */
export function createInspector(deps: InspectorDeps): Inspector {
  const { issuer, clients, refreshTokens, revoked } = deps
  return {
    async introspect(token) {
      const claims = await readAccessToken(deps, token)
      if (claims) return describeAccessToken(claims)
      const refresh = await refreshTokens.find(token)
      if (!refresh || !clients.find(refresh.clientId ?? '')) return { active: false }
      const { scope = '', clientId, accountId, exp, iat, jti } = refresh
      return {
        active: true,
        scope,
        client_id: clientId,
        username: accountId,
        uid: accountId,
        exp,
        iat,
        sub: accountId,
        aud: AUDIENCE,
        iss: issuer,
        jti,
        token_type: 'Bearer',
      }
    },
    async revoke(token, client) {
      const claims = await readAccessToken(deps, token)
      if (claims?.['cid'] === client.client_id && claims.jti !== undefined)
        await revoked.add(claims.jti, claims.exp ?? 0)
      if (claims) return
      const refresh = await refreshTokens.find(token)
      if (refresh?.clientId === client.client_id) await refreshTokens.revoke(refresh)
    },
  }
}

async function readAccessToken(
  { issuer, keys, clients, revoked, now }: InspectorDeps,
  token: string,
): Promise<JWTPayload | undefined> {
  const published = keys.published().map(({ publicJwk }) => publicJwk)
  const options = {
    issuer,
    audience: AUDIENCE,
    algorithms: ['RS256'],
    currentDate: new Date(now()),
  }
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: published }), options)
    const isLive = !revoked.has(payload.jti ?? '') && clients.find(String(payload['cid']))
    return isLive ? payload : undefined
  } catch {
    return undefined
  }
}

function describeAccessToken(claims: JWTPayload): Record<string, unknown> {
  const { exp, iat, sub, aud, iss, jti, cid, scp, uid } = claims
  return {
    active: true,
    scope: Array.isArray(scp) ? scp.join(' ') : '',
    client_id: cid,
    ...(uid !== undefined && { username: sub, uid }),
    exp,
    iat,
    sub,
    aud,
    iss,
    jti,
    token_type: 'Bearer',
  }
}
