import type { CapturedPlace } from '#shared/contract/capture.ts'
import type { Found } from './found.ts'

/**
 * Where a client is registered, as far as its answer tells: the address of its configuration lies below
 * the registration endpoint, by convention of all the providers with a driver.
 *
 * @see [RFC 7592 §3](https://www.rfc-editor.org/rfc/rfc7592.html#section-3) registration_client_uri
 */
export function findPlace(found: Found & { kind: 'client' }): Partial<CapturedPlace> {
  const uri = found.information['registration_client_uri']
  const address = found.endpoint ?? (typeof uri === 'string' ? cutId(uri) : undefined)
  if (address === undefined || !URL.canParse(address)) return {}
  const { origin, pathname } = new URL(address)
  // Without a user, a password or a token that stood in the address.
  const endpoint = origin + pathname
  const realm = /^(.*\/realms\/[^/]+)\/clients-registrations\//.exec(pathname)?.[1]
  if (realm !== undefined)
    return { provider: 'keycloak', idp_host: origin + realm, registration_endpoint: endpoint }
  const isOkta = pathname.endsWith('/oauth2/v1/clients')
  return {
    provider: isOkta ? 'okta' : 'other',
    idp_host: origin,
    registration_endpoint: endpoint,
  }
}

function cutId(uri: string): string | undefined {
  if (!URL.canParse(uri)) return undefined
  const url = new URL(uri)
  // Some name the client in the query, others as the last part of the path.
  if (url.search !== '') return url.origin + url.pathname
  return url.origin + url.pathname.replace(/\/[^/]+\/?$/, '')
}
