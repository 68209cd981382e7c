import { maskSecret } from '../secrets/mask.ts'
import { isSecretName, PRIVATE_KEY_MEMBERS } from '../secrets/secret-names.ts'
import { readJwtSource } from './jwt-source.ts'

/** A text of a definition that is a secret, or holds one. */
export interface DefinitionSecret {
  /** Names and indices from the definition down. */
  path: string
  value: string
  masked: string
}

type Members = Readonly<Record<string, unknown>>

/** Members whose members are headers by name. */
const HEADERS =
  /^(?:global_(?:response_)?headers|add_headers|headers|header_map|request_headers|response_headers)$/
/** Members whose names are the user's own words and whose values are ids or descriptions. */
const OWN_WORDS = new Set([
  'scope_to_policy',
  'jwt_scope_to_policy_mapping',
  'scopeToPolicyMapping',
  'scopes',
])
/** Where Tyk fetches a value from, instead of the value: its key-value storage, its environment. */
const REFERENCE = /^(?:(?:env|secrets|vault|consul|file|conf):\/\/|\$secret_)/

/**
 * The secrets in an API definition or policy, classic or OAS: a shared secret in `jwt_source`, private keys,
 * passwords in addresses, what a name or a header's name says to be a secret.
 */
export function listDefinitionSecrets(definition: object): DefinitionSecret[] {
  const found: DefinitionSecret[] = []
  mapTexts(definition, { path: '', name: '', parent: {} }, (value, place) => {
    const masked = maskText(value, place)
    if (masked !== undefined && masked !== value) found.push({ path: place.path, value, masked })
    return value
  })
  return found
}

/** The definition as it may be shown. */
export function maskDefinition<T extends object>(definition: T): T {
  return mapTexts(
    definition,
    { path: '', name: '', parent: {} },
    (value, place) => maskText(value, place) ?? value,
  ) as T
}

export interface Restored<T> {
  definition: T
  /** Members that have a mask which belongs to no secret that is known. */
  unknown: string[]
}

/** Puts the secrets of the known definition back where the new one has their masks. */
export function restoreSecrets<T extends object>(sent: T, known: object | undefined): Restored<T> {
  const secrets = known ? listDefinitionSecrets(known) : []
  const unknown: string[] = []
  const definition = mapTexts(sent, { path: '', name: '', parent: {} }, (text, place) => {
    if (!text.includes('••••') || maskText(text, place) === undefined) return text
    const same = secrets.filter(({ masked }) => masked === text)
    const values = new Set(same.map(({ value }) => value))
    const found =
      same.find(({ path }) => path === place.path) ?? (values.size === 1 ? same[0] : undefined)
    if (!found) unknown.push(place.path)
    return found?.value ?? text
  }) as T
  return { definition, unknown }
}

const WHOLE_MASK = /^••••.{0,4}$/u

/** Where a text stands. */
interface Place {
  path: string
  /** Its own name, or that of the list it is in. */
  name: string
  /** The name of what its members stand in. */
  group?: string
  parent: Members
}

function mapTexts(
  value: unknown,
  place: Place,
  change: (text: string, place: Place) => string,
): unknown {
  if (typeof value === 'string') return change(value, place)
  if (Array.isArray(value))
    return value.map((part: unknown, index) =>
      mapTexts(part, { ...place, path: `${place.path}[${index}]` }, change),
    )
  if (typeof value !== 'object' || value === null) return value
  const parent = value as Members
  return Object.fromEntries(
    Object.entries(parent).map(([name, member]) => [
      name,
      mapTexts(
        member,
        {
          path: place.path === '' ? name : `${place.path}.${name}`,
          name,
          group: place.name,
          parent,
        },
        change,
      ),
    ]),
  )
}

/** @returns The mask of a text that is a secret or holds one; `undefined` for every other. */
function maskText(text: string, place: Place): string | undefined {
  if (text === '' || REFERENCE.test(text)) return undefined
  if (WHOLE_MASK.test(text)) return text
  if (isSharedSecret(text, place) || isNamedSecret(place) || text.includes('PRIVATE KEY-----'))
    return text.includes('••••') ? text : maskSecret(text)
  return maskAddress(text)
}

/** @see [Tyk: JSON Web Tokens](https://tyk.io/docs/basic-config-and-security/security/authentication-authorization/json-web-tokens/) HMAC */
function isSharedSecret(text: string, { name, parent }: Place): boolean {
  const isOas = name === 'source' && 'signingMethod' in parent
  if (name !== 'jwt_source' && !isOas) return false
  const source = readJwtSource(text)
  const method = parent[isOas ? 'signingMethod' : 'jwt_signing_method']
  // What begins as a key in DER does may be a secret all the same.
  const isAsymmetric = method === 'rsa' || method === 'ecdsa'
  return source?.kind === 'key' ? !isAsymmetric && source.key === text : source === undefined
}

function isNamedSecret({ name, group = '', parent }: Place): boolean {
  if (OWN_WORDS.has(group)) return false
  if (HEADERS.test(group)) return isSecretHeader(name)
  const { name: header } = parent
  if (name === 'value' && typeof header === 'string') return isSecretHeader(header)
  return isSecretName(name) || ('kty' in parent && PRIVATE_KEY_MEMBERS.has(name))
}

/** A header that a gateway adds is a credential more often than one that it sees. */
function isSecretHeader(name: string): boolean {
  return isSecretName(name) || /(?:auth|key)$/i.test(name)
}

/** An address with a password in it, or with a parameter that is a secret. */
function maskAddress(text: string): string | undefined {
  if (!/^[a-z][\w+.-]*:\/\//i.test(text) || !URL.canParse(text)) return undefined
  const withPassword = text.replace(
    /^([a-z][\w+.-]*:\/\/[^/?#]*?:)([^/?#]*)(?=@)/i,
    (_all, start: string, password: string) => start + maskPart(password),
  )
  const masked = withPassword.replace(/[?&][^=&#]+=[^&#]+/g, (pair) => {
    const [name = '', ...value] = pair.split('=')
    return isSecretName(name) ? `${name}=${maskPart(value.join('='))}` : pair
  })
  return masked === text && !text.includes('••••') ? undefined : masked
}

function maskPart(text: string): string {
  return text.includes('••••') ? text : maskSecret(text)
}
