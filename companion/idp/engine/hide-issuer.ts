import type { KoaContextWithOIDC, Provider } from 'oidc-provider'

/**
 * Takes `iss` out of authorization responses. The engine always adds it; a provider that does not announce
 * `authorization_response_iss_parameter_supported` must not send it.
 *
 * @see [RFC 9207 §2.3](https://www.rfc-editor.org/rfc/rfc9207.html#section-2.3)
 */
export function hideIssuer(provider: Provider): Provider {
  const value = encodeURIComponent(provider.issuer).replaceAll('.', '\\.')
  const first = new RegExp(`([?#])iss=${value}(?:&|$)`)
  const later = new RegExp(`&iss=${value}(?=&|#|$)`)
  provider.use(async (context: KoaContextWithOIDC, next) => {
    await next()
    const location = context.response.get('location')
    if (location) context.set('location', location.replace(later, '').replace(first, '$1'))
    // The page of the response mode form_post.
    if (typeof context.body === 'string' && context.body.includes('name="iss"'))
      context.body = context.body.replace(/<input type="hidden" name="iss" value="[^"]*"\/>/, '')
  })
  return provider
}
