import { isOwnCookie } from '#shared/contract/own-cookies.ts'
import type { CompiledApi } from '../api/compiled-api.ts'
import { FieldNames } from './field-names.ts'
import { isHopByHop, readNominated } from './hop-by-hop.ts'

/** Headers with which a caller could claim another identity; they are replaced or removed. */
const SPOOFABLE = new FieldNames([
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
])

export interface CallerRequest {
  rawHeaders: readonly string[]
  /** The address of the caller's socket. */
  peer: string
}

/**
 * The fields for the upstream, alternating names and values, in the caller's order and spelling. `Host`
 * is the target's own unless the API preserves the caller's; undici adds it.
 *
 * @see [RFC 9110 §7.6.1](https://www.rfc-editor.org/rfc/rfc9110.html#section-7.6.1)
 */
export function buildUpstreamHeaders(
  api: CompiledApi,
  { rawHeaders, peer }: CallerRequest,
): string[] {
  const nominated = readNominated(rawHeaders)
  const { preservesHost, credential, versionHeader } = api
  const stripped = api.stripsCredential ? credential.header : undefined
  const headers: string[] = []
  let hasAgent = false
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const field = rawHeaders[at] ?? ''
    const value = rawHeaders[at + 1] ?? ''
    const name = field.toLowerCase()
    if (name === 'te' && value.toLowerCase() === 'trailers') headers.push(field, value)
    if (isHopByHop(name, nominated) || SPOOFABLE.has(name)) continue
    if (name === 'expect' || name === stripped || name === versionHeader) continue
    if (name === 'host' && !preservesHost) continue
    if (name === 'user-agent') hasAgent = true
    const kept = name === 'cookie' ? stripCookie(api, value) : value
    // With the credential alone in it Tyk leaves an empty field.
    if (kept !== '' || value === '' || isStripped(api, name)) headers.push(field, kept)
  }
  headers.push('X-Forwarded-For', peer)
  if (!hasAgent) headers.push('User-Agent', 'Tyk/dcr-lab')
  return headers
}

function isStripped({ stripsCredential, credential }: CompiledApi, name: string): boolean {
  return name === 'cookie' && stripsCredential && credential.cookie !== undefined
}

function stripCookie({ stripsCredential, credential }: CompiledApi, value: string): string {
  const stripped = stripsCredential ? credential.cookie : undefined
  // Most cookies are none of these two kinds, and pass as they are.
  if (stripped === undefined && !value.includes('dcr_')) return value
  const pairs = value.split(';').filter((pair) => {
    const name = pair.split('=', 1)[0]?.trim() ?? ''
    return name !== stripped && !isOwnCookie(name)
  })
  return pairs.join(';').trim()
}
