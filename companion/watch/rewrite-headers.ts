import type { IncomingHttpHeaders } from 'node:http'
import { isHopByHop, readNominated } from '../gateway/perform/hop-by-hop.ts'
import type { AddressMap } from './address-map.ts'
import { rewriteAddress } from './rewrite-parameters.ts'

/** Of the proxy's own connection to the server. `Accept-Encoding`: only a plain body can be read. */
const REPLACED = new Set(['host', 'expect', 'accept-encoding'])
/** By them a browser says which page it comes from: for the server, that is its own. */
const OF_A_PAGE = new Set(['origin', 'referer'])

/**
 * The fields for the server, alternating names and values, in the client's order and spelling.
 *
 * @param fields - As in `IncomingMessage.rawHeaders`.
 * @param length - Of a body that was changed.
 */
export function buildServerHeaders(
  fields: readonly string[],
  map: AddressMap,
  length: number | undefined,
): string[] {
  const nominated = readNominated(fields)
  const headers: string[] = []
  for (let at = 0; at < fields.length; at += 2) {
    const field = fields[at] ?? ''
    const value = fields[at + 1] ?? ''
    const name = field.toLowerCase()
    if (isHopByHop(name, nominated) || REPLACED.has(name)) continue
    if (name === 'content-length' && length !== undefined) continue
    headers.push(field, OF_A_PAGE.has(name) ? map.toServer(value) : value)
  }
  headers.push('Accept-Encoding', 'identity')
  if (length !== undefined) headers.push('Content-Length', String(length))
  return headers
}

interface Change {
  map: AddressMap
  keepsIssuer: boolean
  /** Whether the body is another one than the server sent. */
  isChanged: boolean
}

/** The fields for the client, alternating names and values. */
export function buildClientHeaders(answered: IncomingHttpHeaders, change: Change): string[] {
  const fields = Object.entries(answered).flatMap(([name, value = '']) =>
    [value].flat().flatMap((one) => [name, one]),
  )
  const nominated = readNominated(fields)
  const headers: string[] = []
  for (let at = 0; at < fields.length; at += 2) {
    const name = fields[at] ?? ''
    // Another service of the server would be asked past the watch.
    if (isHopByHop(name, nominated) || name === 'alt-svc') continue
    if (change.isChanged && OF_THE_BODY.has(name)) continue
    headers.push(name, rewriteField(name, fields[at + 1] ?? '', change))
  }
  return headers
}

const OF_THE_BODY = new Set(['content-length', 'content-encoding', 'etag', 'content-md5', 'digest'])

function rewriteField(name: string, value: string, { map, keepsIssuer }: Change): string {
  if (name === 'location' || name === 'content-location') {
    const inside = map.toClient(value)
    return inside !== value || keepsIssuer ? inside : rewriteAddress(value, ['iss'], map.toClient)
  }
  if (name === 'www-authenticate') return rewriteChallenge(value, map)
  if (name.startsWith('content-security-policy')) return map.replaceAll(value)
  // The cookie would be of a host that the browser is not at.
  if (name === 'set-cookie') return value.replace(/;\s*domain=[^;]*/gi, '')
  return value
}

/** @see [RFC 9728 §5.1](https://www.rfc-editor.org/rfc/rfc9728.html#section-5.1) */
function rewriteChallenge(value: string, map: AddressMap): string {
  return value.replace(
    /\b((?:resource_metadata|authorization_uri|as_uri)\s*=\s*"?)([^",\s]+)/gi,
    (_whole, before: string, address: string) => before + map.toClient(address),
  )
}
