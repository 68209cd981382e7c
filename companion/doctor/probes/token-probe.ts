import { decodeJwt, decodeProtectedHeader } from 'jose'
import type { HttpAnswer, HttpRequest } from '../../outgoing/http-client.ts'
import type { Evidence } from '../evidence.ts'

const KEYS_TIMEOUT_MS = 5_000

interface TokenProbe {
  client_id: string
  secret: string
  method: string
  scope: string
  parameters: Record<string, string>
}

/**
 * A token request as the examined client would send it, including deliberately wrong requests, which no
 * OAuth library can send.
 *
 * @see [RFC 6749 §4.4.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.4.2)
 */
export function buildTokenRequest(
  url: string,
  { client_id, secret, method, scope, parameters }: TokenProbe,
): HttpRequest {
  const isBasic = method === 'client_secret_basic'
  const pair = `${encodeURIComponent(client_id)}:${encodeURIComponent(secret)}`
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(isBasic && { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }),
    },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      ...(scope !== '' && { scope }),
      ...parameters,
      ...(!isBasic && { client_id, client_secret: secret }),
    }).toString(),
  }
}

/** @returns The method of the metadata, or the standard's default. */
export function readMethod(metadata: Readonly<Record<string, unknown>> = {}): string {
  const { token_endpoint_auth_method: method } = metadata
  return typeof method === 'string' && method !== '' ? method : 'client_secret_basic'
}

interface JwtParts {
  header: Record<string, unknown>
  claims: Record<string, unknown>
}

/** The parts of a JWT, unchecked; nothing for any other text, such as an opaque token with two dots. */
export function readClaims(token: string): JwtParts | undefined {
  try {
    return { header: { ...decodeProtectedHeader(token) }, claims: decodeJwt(token) }
  } catch {
    return undefined
  }
}

type TokenSeen = Partial<JwtParts> & Pick<Evidence, 'opaque'> & { access_token?: string }

/** What a token answer carries; nothing where it is no JSON object with an access token. */
export function readToken(text: string): TokenSeen {
  const access_token = readAccessToken(text)
  if (access_token === undefined) return {}
  const parts = readClaims(access_token)
  if (parts) return { access_token, ...parts }
  const opaque = access_token.split('.').length === 3 ? 'three-parts' : 'one-part'
  return { access_token, opaque }
}

/** @see [RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1) */
function readAccessToken(text: string): string | undefined {
  try {
    const { access_token } = JSON.parse(text) as { access_token?: unknown }
    return typeof access_token === 'string' && access_token !== '' ? access_token : undefined
  } catch {
    return undefined
  }
}

export function describeKeys(
  url: string,
  { status, text }: HttpAnswer,
  tookMs: number,
): NonNullable<Evidence['keys']> {
  const kids = readKids(text)
  const problem =
    status !== 200
      ? 'status'
      : kids.length === 0
        ? 'empty'
        : tookMs > KEYS_TIMEOUT_MS
          ? 'slow'
          : undefined
  return { url, status, kids, tookMs, problem }
}

function readKids(text: string): string[] {
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown }
    if (!Array.isArray(keys)) return []
    return keys.map((key: { kid?: unknown } | null) =>
      typeof key?.kid === 'string' ? key.kid : '',
    )
  } catch {
    return []
  }
}
