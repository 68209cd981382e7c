import type { ApiDefinition } from './api-definition.ts'

/** The organisation of what names none: API and policies without one belong together. */
export const OWN_ORGANISATION = 'default'

/** The header that says the version where a definition names none. */
export const DEFAULT_VERSION_KEY = 'x-api-version'

/** What Tyk takes a definition to say where it says nothing. */
const UNSAID = {
  org_id: OWN_ORGANISATION,
  use_keyless: false,
  enable_jwt: false,
  jwt_signing_method: 'hmac',
  jwt_source: '',
  jwt_identity_base_field: '',
  jwt_policy_field_name: '',
  jwt_default_policies: [] as string[],
  jwt_issued_at_validation_skew: 0,
  jwt_expires_at_validation_skew: 0,
  jwt_not_before_validation_skew: 0,
  strip_auth_data: false,
}

/** An API without versions has one. */
const ONE_VERSION = {
  not_versioned: true,
  default_version: '',
  versions: { Default: { name: 'Default', use_extended_paths: true } },
}

const UNSAID_VERSIONS = { not_versioned: false, default_version: '', versions: {} }
const UNSAID_PLACE = { location: 'header', key: DEFAULT_VERSION_KEY }
const UNSAID_PROXY = {
  listen_path: '',
  target_url: '',
  strip_listen_path: false,
  preserve_host_header: false,
  disable_strip_slash: false,
}

type Said<T, Name extends keyof T> = T & { [Member in Name]-?: NonNullable<T[Member]> }

type Place = NonNullable<ApiDefinition['definition']>
type Versions = NonNullable<ApiDefinition['version_data']>
type Proxy = ApiDefinition['proxy']

/** A definition as the gateway reads it, where every member that it acts on says something. */
export type ReadApi = Said<ApiDefinition, keyof typeof UNSAID> & {
  definition: Said<Place, 'location' | 'key'>
  version_data: Said<Versions, 'not_versioned' | 'default_version' | 'versions'>
  proxy: Said<
    Proxy,
    | 'listen_path'
    | 'target_url'
    | 'strip_listen_path'
    | 'preserve_host_header'
    | 'disable_strip_slash'
  >
}

/**
 * Reads a definition as Tyk does. A record keeps left out what was left out: an export that said more than
 * the original could change who may call an API.
 */
export function readApi(definition: ApiDefinition): ReadApi {
  const { version_data } = definition
  const read = {
    ...fill(UNSAID, definition),
    org_id: definition.org_id || OWN_ORGANISATION,
    definition: fill(UNSAID_PLACE, definition.definition),
    version_data: version_data ? fill(UNSAID_VERSIONS, version_data) : ONE_VERSION,
    proxy: fill(UNSAID_PROXY, definition.proxy),
  }
  return read
}

function fill<Unsaid extends object, Value extends object>(
  unsaid: Unsaid,
  value: Value | undefined,
): Unsaid & Value {
  const said = Object.entries(value ?? {}).filter(([, member]) => member !== undefined)
  return { ...unsaid, ...Object.fromEntries(said) } as Unsaid & Value
}
