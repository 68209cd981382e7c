import type { KeyRing } from '../../engine/key-ring.ts'
import type { ClientStore, DialectClient } from '../profile/client-store.ts'
import type { DialectState } from '../dialect-state.ts'
import type { RevokedTokens } from '../revoked-tokens.ts'

export const REALM_PATH = '/keycloak/realms/lab'
export const REGISTRATION_PATH = `${REALM_PATH}/clients-registrations/openid-connect`
export const PROTOCOL_PATH = '/protocol/openid-connect'

/** The engine wants a URI; in the token it reads "account". */
export const ENGINE_AUDIENCE = 'urn:dcr-lab:account'

/** Seconds that an access token of this realm lives. */
export const TOKEN_SECONDS = 300

/** What a new realm has besides the scopes that were added to it. */
const BUILT_IN_OPTIONAL = ['address', 'phone', 'offline_access', 'organization', 'microprofile-jwt']
const BUILT_IN_DEFAULT = ['profile', 'email', 'roles', 'web-origins', 'acr', 'basic']

/** The default scopes that a token's `scope` names; the others only add claims. */
const NAMED = ['profile', 'email']

/** What the calls of the realm may look at. */
export interface Realm {
  origin: string
  issuer: string
  state: DialectState
  clients: ClientStore
  keys: Pick<KeyRing, 'published'>
  /** Milliseconds since the epoch. */
  now: () => number
  revoked: RevokedTokens
}

/** The optional scopes of the realm, which a client is answered that asked for none. */
export function listOptionalScopes({ state }: Realm): string[] {
  return [...BUILT_IN_OPTIONAL, ...state.scopes().map(({ name }) => name)]
}

/** Every scope of the realm that a client may ask for when it registers. `openid` is none of them. */
export function listAllowedScopes(realm: Realm): string[] {
  return [...BUILT_IN_DEFAULT, 'service_account', ...listOptionalScopes(realm)]
}

/** The scopes of a client: what each token has, and what a token has on request. */
export interface ClientScopes {
  default: string[]
  optional: string[]
  /** Whether the default scopes of the realm are gone, and with them their claims. */
  isWiped: boolean
}

/** A `scope` in the registration makes what it names optional, and takes the realm's default ones away. */
export function readClientScopes(realm: Realm, { metadata }: DialectClient): ClientScopes {
  const { requested_scope: requested } = metadata
  const own = realm.state.scopes()
  if (typeof requested === 'string')
    return { default: [], optional: requested.split(' ').filter(Boolean), isWiped: true }
  return {
    default: [
      ...NAMED,
      ...own.flatMap(({ name, default: isDefault }) => (isDefault ? [name] : [])),
    ],
    optional: [...BUILT_IN_DEFAULT, ...BUILT_IN_OPTIONAL, ...own.map(({ name }) => name)],
    isWiped: false,
  }
}

export function grantsOf({ metadata }: DialectClient): readonly unknown[] {
  const { grant_types: grants } = metadata
  return Array.isArray(grants) ? grants : []
}

/** The sites whose pages may call: those of the client's redirect URIs. */
export function listWebOrigins({ metadata }: DialectClient): string[] {
  const { redirect_uris: uris } = metadata
  return (Array.isArray(uris) ? uris : []).flatMap((uri) =>
    typeof uri === 'string' && URL.canParse(uri) ? [new URL(uri).origin] : [],
  )
}

/** Where the metadata is: appended for both documents, inserted as RFC 8414 says for its own alone. */
export const METADATA_PATHS: readonly string[] = [
  `${REALM_PATH}/.well-known/openid-configuration`,
  `${REALM_PATH}/.well-known/oauth-authorization-server`,
  `/.well-known/oauth-authorization-server${REALM_PATH}`,
  // Inserted behind the path of the server itself.
  '/keycloak/.well-known/oauth-authorization-server/realms/lab',
]
