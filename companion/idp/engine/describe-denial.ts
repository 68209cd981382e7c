import type { KoaContextWithOIDC, Provider } from 'oidc-provider'

const WORDS =
  'None of the scopes that were asked for was granted: no person was signed in, or this server knows none of them.'

/**
 * Says why in a redirect with a bare `access_denied`, which the engine sends where nothing was granted.
 *
 * @see [RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1) `error_description`
 */
export function describeDenial(provider: Provider): Provider {
  provider.use(async (context: KoaContextWithOIDC, next) => {
    await next()
    const location = context.response.get('location')
    if (
      !/[?&#]error=access_denied(?:&|$)/.test(location) ||
      location.includes('error_description=')
    )
      return
    const described = `error=access_denied&error_description=${encodeURIComponent(WORDS)}`
    context.set('location', location.replace('error=access_denied', described))
  })
  return provider
}
