import { assertHarmless, refuse } from '../dialect-error.ts'
import { isResponseType } from './client-flows.ts'
import { failInside, refuseMetadata, refusePolicy } from './refusals.ts'
import { listAllowedScopes, type Realm } from './realm.ts'

type Members = Readonly<Record<string, unknown>>

const AUTH_METHODS: readonly unknown[] = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'none',
]

/** What Keycloak calls the addresses that it looks at, and whether they have to be whole ones. */
const ADDRESSES: Readonly<Record<string, { name: string; isWhole: boolean }>> = {
  client_uri: { name: 'Base URL', isWhole: true },
  logo_uri: { name: 'Logo URL', isWhole: false },
  tos_uri: { name: 'Terms of service URL', isWhole: true },
  policy_uri: { name: 'Policy URL', isWhole: true },
  jwks_uri: { name: 'JWKS URL', isWhole: true },
}

/** The most letters that a name may have in Keycloak's database. */
const NAME_LIMIT = 255

/** @throws DialectError In Keycloak's words, in the order in which it looks. */
export function validateClient(asked: Members, realm: Realm): void {
  assertScopes(asked['scope'], realm)
  for (const uri of textsOf(asked['redirect_uris'])) assertRedirect(uri)
  for (const uri of textsOf(asked['post_logout_redirect_uris']))
    if (runsCode(uri)) throw refuseMetadata('A post-logout redirect URI uses an illegal scheme')
  for (const [member, { name, isWhole }] of Object.entries(ADDRESSES))
    assertAddress(asked[member], name, isWhole)
  if (asked['sector_identifier_uri'] !== undefined && !isUrl(asked['sector_identifier_uri']))
    throw refuseMetadata('Invalid Sector Identifier URI.')
  const { client_name: name } = asked
  if (typeof name === 'string' && name.length > NAME_LIMIT) throw failInside()
  // Keycloak takes files, stars and halves of addresses. This lab keeps none of them.
  assertHarmless({ ...asked, redirect_uris: textsOf(asked['redirect_uris']).filter(Boolean) })
}

/** What no client can be made of; Keycloak looks here before it looks at the caller. @throws DialectError 400. */
export function assertConvertible(asked: Members): void {
  const { jwks, jwks_uri, token_endpoint_auth_method: method } = asked
  if (!textsOf(asked['response_types']).every(isResponseType)) throw refuseMetadata()
  if (method !== undefined && !AUTH_METHODS.includes(method)) throw refuseMetadata()
  if (jwks !== undefined && jwks_uri !== undefined) throw refuseMetadata()
  const { keys } = (jwks ?? {}) as { keys?: unknown }
  const hasKeys = jwks_uri !== undefined || (Array.isArray(keys) && keys.length > 0)
  if (method === 'private_key_jwt' && !hasKeys) throw refuseMetadata()
  const { subject_type: subject } = asked
  if (subject !== undefined && subject !== 'public' && subject !== 'pairwise') throw failInside()
}

function assertScopes(asked: unknown, realm: Realm): void {
  if (typeof asked !== 'string' || asked === '') return
  const known = listAllowedScopes(realm)
  // An empty word between two blanks is no scope, either.
  if (asked.split(' ').every((name) => known.includes(name))) return
  throw refusePolicy('Allowed Client Scopes', 'Not permitted to use specified clientScope')
}

function assertRedirect(uri: string): void {
  const reject = (words: string): Error =>
    refuse(400, 'invalid_redirect_uri', `A redirect URI ${words}`)
  if (runsCode(uri)) throw reject('uses an illegal scheme')
  if (/\s/.test(uri)) throw reject('is not a valid URI')
  if (uri.includes('#')) throw reject('must not contain an URL fragment')
}

function assertAddress(value: unknown, name: string, isWhole: boolean): void {
  if (typeof value !== 'string' || value === '') return
  if (runsCode(value)) throw refuseMetadata(`${name} uses an illegal scheme`)
  if (isWhole && !isUrl(value)) throw refuseMetadata(`${name} is not a valid URL`)
}

function runsCode(uri: string): boolean {
  return /^\s*(?:javascript|data|vbscript):/i.test(uri)
}

function isUrl(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value)
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
