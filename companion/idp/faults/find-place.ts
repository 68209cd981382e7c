import type { FaultPlace } from '#shared/faults/fault.ts'

const REGISTRATION =
  /(?:\/oauth2\/v1\/clients|\/clients-registrations\/openid-connect|\/oidc\/register|\/oauth-registration|\/restv1\/register|\/reg)$/
const MANAGEMENT =
  /(?:\/oauth2\/v1\/clients|\/clients-registrations\/openid-connect|\/oauth-registration|\/reg)\/[^/]+/
const TOKEN = /\/(?:v1\/token|openid-connect\/token|oauth\/token|oauth-token|restv1\/token|token)$/
const KEYS = /\/(?:v1\/keys|certs|jwks|jwks\.json)$/

/** What kind of call this is, whichever dialect it goes to. */
export function findPlace(method: string, url: string): FaultPlace | undefined {
  const [path = '', query = ''] = url.split('?')
  if (/\/\.well-known\/(?:openid-configuration|oauth-authorization-server)/.test(path))
    return 'discovery'
  if (KEYS.test(path)) return 'keys'
  if (TOKEN.test(path)) return 'token'
  if (MANAGEMENT.test(path) || (REGISTRATION.test(path) && query.includes('client_id=')))
    return 'management'
  return REGISTRATION.test(path) && method === 'POST' ? 'registration' : undefined
}
