import type { KoaContextWithOIDC, Provider } from 'oidc-provider'

/**
 * Names what was granted in every token answer. The engine names the API's part alone, which is an empty text
 * where only scopes of OpenID Connect were asked for, and a client takes each later challenge for a wider one.
 *
 * @see [RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1) `scope`, of one character or more
 */
export function nameGrantedScopes(provider: Provider): Provider {
  provider.use(async (context: KoaContextWithOIDC, next) => {
    await next()
    // An unknown address has no route, whatever the type says.
    const { oidc } = context as Partial<KoaContextWithOIDC>
    const body = context.body as Record<string, unknown> | undefined
    if (oidc?.route !== 'token' || typeof body?.['access_token'] !== 'string') return
    const { scope, ...rest } = body
    const granted = listGranted(oidc, typeof scope === 'string' ? scope : '')
    context.body = granted.length > 0 ? { ...rest, scope: granted.join(' ') } : rest
  })
  return provider
}

function listGranted({ entities, params }: KoaContextWithOIDC['oidc'], named: string): string[] {
  const { AuthorizationCode: code, DeviceCode: device, RefreshToken: refresh } = entities
  const agreed = split(code?.scope ?? device?.scope ?? refresh?.scope)
  const asked = params?.['grant_type'] === 'refresh_token' ? split(params['scope']) : []
  const wanted = asked.length > 0 ? agreed.filter((name) => asked.includes(name)) : agreed
  return [...new Set([...wanted, ...split(named)])]
}

function split(scope: unknown): string[] {
  return typeof scope === 'string' ? scope.split(' ').filter(Boolean) : []
}
