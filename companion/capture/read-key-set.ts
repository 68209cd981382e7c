import type { KeySetChoice } from '#shared/contract/capture.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { CallContext, HttpClient } from '../outgoing/http-client.ts'
import { discover } from '../providers/discovery.ts'

const CALL: CallContext = { from: 'app', to: 'idp', label: 'Read key set' }

export interface ReadKeySet {
  /** Absent: the signature is not checked. */
  keySet?: unknown
  /** As the metadata of the provider name it. */
  issuer?: string | undefined
}

/**
 * The keys that a person chose: pasted, or at an address, which is a key set's or an issuer's.
 *
 * @throws AppError `INPUT_INVALID` for a text that is no key set, `DISCOVERY_FAILED`,
 * `PROVIDER_UNREACHABLE`.
 */
export async function readKeySet(http: HttpClient, keys: KeySetChoice): Promise<ReadKeySet> {
  if (keys.kind === 'none') return {}
  if (keys.kind === 'text') return { keySet: requireKeySet(keys.text) }
  const direct = readKeys(await fetchText(http, keys.url))
  if (direct) return { keySet: direct }
  const { issuer, jwks_uri } = await discover(http, CALL, { host: keys.url })
  return { issuer, keySet: readKeys(jwks_uri && (await fetchText(http, jwks_uri))) }
}

async function fetchText(http: HttpClient, url: string): Promise<string> {
  const headers = { accept: 'application/json' }
  return (await http.send(CALL, { method: 'GET', url, headers })).text
}

function requireKeySet(text: string): unknown {
  const keySet = readKeys(text)
  if (keySet) return keySet
  throw new AppError('INPUT_INVALID', {
    detail: 'This is no key set: it is a JSON object with the member “keys” (RFC 7517 §5).',
    hint: 'Paste what the jwks_uri of the provider answers.',
  })
}

/** A key by itself counts as a set of one. */
function readKeys(text: string | undefined): unknown {
  try {
    const value: unknown = JSON.parse(text ?? '')
    if (typeof value !== 'object' || value === null) return undefined
    if ('keys' in value) return value
    return 'kty' in value ? { keys: [value] } : undefined
  } catch {
    return undefined
  }
}
