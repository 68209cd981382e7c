import type { CheckId } from '#shared/contract/verdict.ts'
import type { CompiledApi } from '../api/compiled-api.ts'
import { listWantedScopes } from '../policy/wanted-scopes.ts'
import type { OwnAnswer } from '../outcome/own-answer.ts'
import type { Refusal } from '../outcome/refusal.ts'
import { TYK } from '../outcome/tyk-answers.ts'

interface Bearer {
  status: number
  /** Absent for a call without credentials, as RFC 6750 §3.1 wants it. */
  code?:
    | 'invalid_request'
    | 'invalid_token'
    | 'insufficient_scope'
    | 'access_denied'
    | 'temporarily_unavailable'
  description?: string
  /** What a client has to ask for. */
  scopes?: readonly string[]
}

/** What an answer depends on besides the refusal. */
export interface AskedBy {
  /** The gateway's own as the caller wrote it, such as `http://localhost:8791`. */
  origin: string
  /** Of the caller's token, where it was read. */
  claims?: Readonly<Record<string, unknown>> | undefined
}

/** The reasons to refuse a token. The caller learns what is wrong, not the configuration of the API. */
const INVALID: Partial<Record<CheckId, string>> = {
  token_shape: 'The access token is not a JWT that this API takes',
  key: 'The key of the access token is not known here',
  signature: 'The signature of the access token is wrong',
  time: 'The access token has expired or is not valid yet',
  issuer: 'The access token is from another issuer',
  audience: 'The access token is for another audience',
  claims: 'A claim of the access token is missing or wrong',
  identity: 'The access token does not say who is calling',
  key_state: 'The session of this caller has ended',
}

/** The path of an API's protected-resource metadata at the gateway. */
export function nameMetadataPath(base: string): string {
  return `/.well-known/oauth-protected-resource${base}`
}

/**
 * A refusal in the words of RFC 6750 instead of Tyk's.
 *
 * @returns `undefined` for what is not about the token; such refusals stay as they are.
 * @see [RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750.html#section-3) `WWW-Authenticate`
 * @see [RFC 9728 §5.1](https://www.rfc-editor.org/rfc/rfc9728.html#section-5.1) `resource_metadata`
 */
export function renderBearerAnswer(
  refusal: Refusal,
  api: CompiledApi,
  { origin, claims }: AskedBy,
): OwnAnswer | undefined {
  const bearer = translate(refusal, () => listWantedScopes(api.jwt, claims))
  if (!bearer) return undefined
  const { status, code, description } = bearer
  const headers = ['Content-Type', 'application/json', 'Cache-Control', 'no-store']
  if (status === 401 || code === 'insufficient_scope')
    headers.push('WWW-Authenticate', challenge(bearer, api, origin))
  if (refusal.retryAfterSeconds !== undefined && status >= 429)
    headers.push('Retry-After', String(refusal.retryAfterSeconds))
  const error = code ?? 'unauthorized'
  const text = JSON.stringify({ error, error_description: description ?? 'No access token came' })
  return { status, headers, text, error }
}

function translate(
  { check, status, error, retryAfterSeconds }: Refusal,
  listWanted: () => readonly string[],
): Bearer | undefined {
  if (check === 'credential') {
    return error === TYK.noToken[1]
      ? { status: 401 }
      : { status: 400, code: 'invalid_request', description: 'Send the access token once' }
  }
  if (check === 'rate' || check === 'quota')
    return { status: 429, code: 'temporarily_unavailable', description: 'Too many requests' }
  if (check === 'key' && retryAfterSeconds !== undefined)
    return { status: 503, code: 'temporarily_unavailable', description: 'No keys to check with' }
  if ((check === 'policy' || check === 'access_right') && status === 403) {
    const description = 'The access token does not give access to this'
    const scopes = listWanted()
    const code = scopes.length > 0 ? 'insufficient_scope' : 'access_denied'
    return { status: 403, code, description, scopes }
  }
  const description = INVALID[check]
  return description === undefined ? undefined : { status: 401, code: 'invalid_token', description }
}

function challenge(
  { code, description, scopes = [] }: Bearer,
  { lab, definition, base }: CompiledApi,
  origin: string,
): string {
  // MCP wants `offline_access` in no challenge: that is between the client and its server.
  const always = lab.challenge_scope === 'always' ? lab.scopes_supported : []
  const scope = (scopes.length > 0 ? scopes : always)
    .filter((name) => name !== 'offline_access')
    .join(' ')
  const parameters = {
    realm: definition.name,
    error: code,
    error_description: description,
    scope: scope === '' ? undefined : scope,
    resource_metadata: origin + nameMetadataPath(base),
  }
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}="${escapeQuoted(value)}"`,
  )
  return `Bearer ${pairs.join(', ')}`
}

/** @see [RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750.html#section-3) which characters a value may hold */
function escapeQuoted(value: string): string {
  return value.replace(/["\\]/g, "'").replace(/[^\u0020-\u007e]/g, '?')
}
