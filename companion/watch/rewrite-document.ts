import { isObject, readObject } from '#shared/oauth/metadata/read-object.ts'
import type { OAuthMeaning } from '#shared/oauth/meaning/oauth-meaning.ts'
import type { AddressMap } from './address-map.ts'

interface Rules {
  map: AddressMap
  keepsIssuer: boolean
}

/** Members of an answer that are addresses of the server, where not all of its members may be. */
const ADDRESSES: Partial<Record<OAuthMeaning, readonly string[]>> = {
  registration: ['registration_client_uri'],
  client_management: ['registration_client_uri'],
  device_authorization: ['verification_uri', 'verification_uri_complete'],
}

/** A document without a signature says the same in plain members, which a signed copy would overrule. */
const SIGNED = 'signed_metadata'
/** A client certificate ends at the proxy, so these addresses stay the server's own. */
const MUTUAL_TLS = 'mtls_endpoint_aliases'

const METADATA: ReadonlySet<OAuthMeaning> = new Set(['server_metadata', 'resource_metadata'])

/** Whether answers of this meaning are read before they are passed on. */
export function isRewritten(meaning: OAuthMeaning): boolean {
  return METADATA.has(meaning) || ADDRESSES[meaning] !== undefined
}

/**
 * The JSON of an answer with addresses that lead through the watch.
 *
 * @returns `undefined` where nothing is to be changed.
 * @see [RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2)
 * @see [RFC 9728 §2](https://www.rfc-editor.org/rfc/rfc9728.html#section-2)
 * @see [RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.1)
 */
export function rewriteDocument(
  meaning: OAuthMeaning,
  text: string,
  rules: Rules,
): string | undefined {
  const document = readObject(text)
  if (!document) return undefined
  const next = METADATA.has(meaning)
    ? rewriteMetadata(document, rules)
    : rewriteMembers(document, ADDRESSES[meaning] ?? [], rules.map)
  const written = JSON.stringify(next)
  return written === JSON.stringify(document) ? undefined : written
}

function rewriteMetadata(
  document: Readonly<Record<string, unknown>>,
  { map, keepsIssuer }: Rules,
): Record<string, unknown> {
  const members = Object.entries(document)
    .filter(([name]) => name !== SIGNED)
    .map(([name, value]) => {
      const stays = name === MUTUAL_TLS || (name === 'issuer' && keepsIssuer)
      return [name, stays ? value : rewriteValue(value, map)]
    })
  return Object.fromEntries(members) as Record<string, unknown>
}

function rewriteValue(value: unknown, map: AddressMap): unknown {
  if (typeof value === 'string') return map.toClient(value)
  if (Array.isArray(value)) return value.map((one: unknown) => rewriteValue(one, map))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, rewriteValue(member, map)]),
  )
}

function rewriteMembers(
  document: Readonly<Record<string, unknown>>,
  names: readonly string[],
  map: AddressMap,
): Record<string, unknown> {
  const next = { ...document }
  for (const name of names) {
    const value = next[name]
    if (typeof value === 'string') next[name] = map.toClient(value)
  }
  return next
}
