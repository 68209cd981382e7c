import type { HeaderLine } from '#shared/contract/exchange.ts'
import { findJwts } from '#shared/secrets/find-jwts.ts'
import { maskSecret } from '#shared/secrets/mask.ts'

const SECRET_HEADERS = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'dpop',
  'x-tyk-authorization',
  'x-api-key',
])

const SECRET_MEMBERS = [
  'client_secret',
  'access_token',
  'refresh_token',
  'id_token',
  'registration_access_token',
  'initial_access_token',
  'software_statement',
  'client_assertion',
  'assertion',
  'password',
  'code_verifier',
  'device_code',
  'subject_token',
  'actor_token',
  'token',
  'code',
]

const NAMES = SECRET_MEMBERS.join('|')
// Works on the text, so that the body keeps its own spelling, and on bodies that were cut short.
const JSON_MEMBER = new RegExp(`("(?:${NAMES})"\\s*:\\s*")((?:[^"\\\\]|\\\\.)*)`, 'gi')
const FORM_MEMBER = new RegExp(`((?:^|[?&])(?:${NAMES})=)([^&#\\s]*)`, 'gi')

/** Header lines with their secrets masked; an Authorization header keeps its scheme. */
export function redactHeaders(headers: readonly HeaderLine[]): HeaderLine[] {
  return headers.map(([name, value]) => [
    name,
    SECRET_HEADERS.has(name.toLowerCase()) ? redactCredentials(value) : redactText(value),
  ])
}

/** A body with the values of secret members masked, for each content type by its own syntax. */
export function redactBody(text: string, mediaType: string): string {
  const isForm = mediaType.includes('x-www-form-urlencoded')
  return redactText(isForm ? redactForm(text) : redactJson(text))
}

/** A URL with secret query values masked. */
export function redactUrl(url: string): string {
  return redactText(redactForm(url))
}

function redactCredentials(value: string): string {
  const space = value.indexOf(' ')
  const scheme = space > 0 ? value.slice(0, space + 1) : ''
  return scheme + maskToken(value.slice(scheme.length))
}

function redactJson(text: string): string {
  return text.replace(
    JSON_MEMBER,
    (_match, head: string, secret: string) => head + maskToken(secret),
  )
}

function redactForm(text: string): string {
  return text.replace(
    FORM_MEMBER,
    (_match, head: string, secret: string) => head + maskToken(secret),
  )
}

/**
 * Only the signature of a JWT is masked: header and claims are no secret, and no server accepts them alone.
 */
function redactText(text: string): string {
  let redacted = ''
  let from = 0
  for (const { signature, end } of findJwts(text)) {
    redacted += text.slice(from, signature) + maskSecret(text.slice(signature, end))
    from = end
  }
  return redacted + text.slice(from)
}

/** A token as a recorded exchange shows it: a JWT loses its signature only. */
export function maskToken(token: string): string {
  const redacted = redactText(token)
  return redacted === token ? (token === '' ? '' : maskSecret(token)) : redacted
}
