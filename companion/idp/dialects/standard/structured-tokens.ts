import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose'
import type { AccessToken, KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { KeyRing } from '../../engine/key-ring.ts'
import type { RevokedTokens } from '../revoked-tokens.ts'

/** Grants whose tokens are remembered; the oldest go first. */
const CAPACITY = 5000

export interface StructuredTokensOptions {
  issuer: string
  keys: Pick<KeyRing, 'published'>
  revoked: RevokedTokens
  /** Milliseconds since the epoch. */
  now: () => number
}

/** Access tokens that are JWTs: what the engine hands out and then knows nothing of. */
export interface StructuredTokens {
  /** @returns The claims of a token of this issuer that has neither ended nor been revoked. */
  read(token: string): Promise<JWTPayload | undefined>
  /** Lets the engine introspect and revoke them. @returns The same engine. */
  serve(provider: Provider): Provider
}

/**
 * The engine authenticates the caller and then refuses every JWT with `unsupported_token_type`; here its answer
 * is replaced by a true one. With a grant its access tokens end, too (RFC 7009 §2.1).
 *
 * @see [RFC 7662 §2.2](https://www.rfc-editor.org/rfc/rfc7662.html#section-2.2), [RFC 7009 §2](https://www.rfc-editor.org/rfc/rfc7009.html#section-2)
 */
export function createStructuredTokens(options: StructuredTokensOptions): StructuredTokens {
  const { issuer, keys, revoked, now } = options
  const issued = new Map<string, JWTPayload[]>()

  async function read(token: string): Promise<JWTPayload | undefined> {
    const jwks = { keys: keys.published().map(({ publicJwk }) => publicJwk) }
    const checks = { issuer, algorithms: ['RS256'], currentDate: new Date(now()) }
    try {
      const { payload } = await jwtVerify(token, createLocalJWKSet(jwks), {
        ...checks,
        requiredClaims: ['exp', 'jti', 'client_id'],
      })
      return revoked.has(String(payload.jti)) ? undefined : payload
    } catch {
      return undefined
    }
  }

  function remember({ grantId, jti, exp = 0 }: AccessToken): void {
    issued.set(grantId, [...(issued.get(grantId) ?? []), { jti, exp }])
    for (const oldest of issued.keys()) {
      if (issued.size <= CAPACITY) break
      issued.delete(oldest)
    }
  }

  async function revokeGrant(grantId: string): Promise<void> {
    for (const { jti = '', exp = 0 } of issued.get(grantId) ?? []) await revoked.add(jti, exp)
    issued.delete(grantId)
  }

  return {
    read,
    serve(provider) {
      const ended = new WeakMap<object, string>()
      provider.on('access_token.issued', remember)
      provider.on('grant.revoked', ({ req }, grantId) => void ended.set(req, grantId))
      provider.use(async (context: KoaContextWithOIDC, next) => {
        await next()
        const grant = ended.get(context.req)
        if (grant !== undefined) await revokeGrant(grant)
        if (isRefusedAsStructured(context)) await answer(context, { read, revoked })
      })
      return provider
    },
  }
}

function isRefusedAsStructured({ body, oidc }: KoaContextWithOIDC): boolean {
  const { error } = (body ?? {}) as { error?: unknown }
  return error === 'unsupported_token_type' && (oidc as unknown) !== undefined
}

interface Answering {
  read: StructuredTokens['read']
  revoked: RevokedTokens
}

async function answer(context: KoaContextWithOIDC, { read, revoked }: Answering): Promise<void> {
  const { client, params, provider, route } = context.oidc
  const claims = await read(String(params?.['token']))
  const owner = claims && (await provider.Client.find(String(claims['client_id'])))
  const isOwn = owner?.clientId === client?.clientId
  const isPublic = client?.clientAuthMethod === 'none'
  context.status = 200
  if (route === 'introspection') {
    const isShown = claims && owner && (isOwn || !isPublic)
    context.body = isShown ? describe(claims) : { active: false }
    return
  }
  context.body = ''
  if (!claims || !owner) return
  if (isOwn) return revoked.add(String(claims.jti), claims.exp ?? 0)
  // As the engine does for opaque tokens.
  if (isPublic) return
  context.status = 400
  context.body = {
    error: 'invalid_request',
    error_description: 'client is not authorized to revoke the presented token',
  }
}

function describe(claims: JWTPayload): Record<string, unknown> {
  const { cnf } = claims as { cnf?: { jkt?: unknown } }
  return { ...claims, active: true, token_type: cnf?.jkt === undefined ? 'Bearer' : 'DPoP' }
}
