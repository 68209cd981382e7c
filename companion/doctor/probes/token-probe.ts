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
  return typeof method === 'string' ? method : 'client_secret_basic'
}

type TokenSeen = Pick<Evidence, 'isOpaque' | 'header' | 'claims'> & { access_token?: string }

export function readToken(text: string): TokenSeen {
  const { access_token } = JSON.parse(text) as { access_token?: unknown }
  if (typeof access_token !== 'string') return { isOpaque: true }
  if (access_token.split('.').length !== 3) return { isOpaque: true, access_token }
  return {
    access_token,
    header: { ...decodeProtectedHeader(access_token) },
    claims: decodeJwt(access_token),
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
    return Array.isArray(keys) ? keys.map((key) => String((key as { kid?: unknown }).kid)) : []
  } catch {
    return []
  }
}
