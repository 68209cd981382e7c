import type { OAuthMeaning } from './oauth-meaning.ts'

interface Pattern {
  meaning: OAuthMeaning
  path: RegExp
}

/**
 * Paths as providers spell them, the more special first. A client that was told no address guesses, so the
 * names alone have to do.
 */
const PATTERNS: readonly Pattern[] = [
  { meaning: 'resource_metadata', path: /\/\.well-known\/oauth-protected-resource(?:\/|$)/ },
  {
    meaning: 'server_metadata',
    path: /\/\.well-known\/(?:oauth-authorization-server|openid-configuration)(?:\/|$)/,
  },
  { meaning: 'key_set', path: /\/(?:jwks(?:\.json)?|keys|certs)$/ },
  { meaning: 'introspection', path: /\/introspect(?:ion|_token)?$/ },
  { meaning: 'revocation', path: /\/revo(?:ke|cation)(?:_token)?$/ },
  { meaning: 'user_info', path: /\/(?:userinfo|me)$/ },
  {
    meaning: 'device_authorization',
    path: /\/(?:device\/auth|device\/authorize|device\/code|device_authorization|auth\/device)$/,
  },
  { meaning: 'pushed_authorization', path: /\/(?:par|request|ext\/par\/request)$/ },
  { meaning: 'end_session', path: /\/(?:session\/end|logout|end_session|end-session)(?:\/|$)/ },
  { meaning: 'sign_in', path: /\/(?:interaction|login|signin|consent|device)(?:\/|$)/ },
  { meaning: 'token', path: /\/(?:token|oauth-token)$/ },
]

/** What the whole of a path begins with, or a name and what follows it. */
const AUTHORIZATION = /\/(?:authorize|auth|authorization|oauth-authorize)(?:\/[\w-]{16,})?$/
const REGISTRATION =
  /\/(?:reg|register|registration|clients|clients-registrations\/(?:default|openid-connect)|dynamic-client-registration)(?<rest>\/[^/]+)*$/

/**
 * What a request to an authorization server or to a protected resource is for, by its method and path.
 *
 * @param path - With or without a query.
 */
export function findMeaning(method: string, path: string): OAuthMeaning {
  if (method === 'OPTIONS') return 'preflight'
  const [pathname = '', query = ''] = path.split('?', 2)
  const plain = pathname.replace(/\/$/, '')
  const found = PATTERNS.find((pattern) => pattern.path.test(plain))
  if (found) return found.meaning
  if (AUTHORIZATION.test(plain)) return 'authorization'
  const registration = REGISTRATION.exec(plain)
  if (!registration) return 'other'
  const isOne = registration.groups?.['rest'] !== undefined || /(?:^|&)client_id=/.test(query)
  return method === 'POST' && !isOne ? 'registration' : 'client_management'
}
