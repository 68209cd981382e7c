import type { HeaderLine } from '#shared/contract/exchange.ts'
import { maskSignatures } from '../secrets/mask-token.ts'
import { redactForm, redactJson, redactMultipart, redactXml } from './redact-members.ts'
import { BY_NAME, type Redaction } from './redaction.ts'

const COOKIES = /^set-cookie2?$|^cookie2?$/i
/** What a cookie may come with. */
const ATTRIBUTES = new Set([
  'domain',
  'expires',
  'max-age',
  'path',
  'priority',
  'samesite',
  'version',
])
const USER_INFO = /(\/\/[^/?#\s:@]*:)([^/?#\s@]+)(?=@)/g
/** Everything that is one token cannot be told from a credential. */
const SCHEME = /^[A-Za-z][A-Za-z0-9-]{1,19} +(?=\S)/

/** Header lines with their secrets masked; an Authorization header keeps its scheme, a cookie its name. */
export function redactHeaders(
  headers: readonly HeaderLine[],
  redaction: Redaction = BY_NAME,
): HeaderLine[] {
  return headers.map(([name, value]) => [name, redactHeader(name, value, redaction)])
}

function redactHeader(name: string, value: string, redaction: Redaction): string {
  if (COOKIES.test(name)) return redactCookies(value, /^set/i.test(name), redaction)
  return redaction.isSecretName(name, 'header')
    ? redactCredentials(value, redaction)
    : redactUrl(value, redaction)
}

/** A body with the values of secret members masked, for each content type by its own syntax. */
export function redactBody(
  text: string,
  mediaType: string,
  redaction: Redaction = BY_NAME,
): string {
  return maskSignatures(redactMembers(text, mediaType.toLowerCase(), redaction))
}

/** A URL, or another text in one line, with secret query values masked. */
export function redactUrl(url: string, redaction: Redaction = BY_NAME): string {
  return maskSignatures(redactForm(redactUserInfo(url, redaction), redaction))
}

/** @see [RFC 3986 §3.2.1](https://www.rfc-editor.org/rfc/rfc3986.html#section-3.2.1) `user:password@host` */
function redactUserInfo(url: string, { mask }: Redaction): string {
  if (!url.includes('@')) return url
  return url.replace(USER_INFO, (_whole, user: string, password: string) => user + mask(password))
}

function redactMembers(text: string, mediaType: string, redaction: Redaction): string {
  if (mediaType.includes('x-www-form-urlencoded')) return redactForm(text, redaction)
  if (mediaType.includes('multipart/')) return redactMultipart(text, redaction)
  const redacted = redactForm(redactJson(text, redaction), redaction)
  return /xml|html/.test(mediaType) ? redactXml(redacted, redaction) : redacted
}

function redactCredentials(value: string, { mask }: Redaction): string {
  const [scheme = ''] = SCHEME.exec(value) ?? []
  return scheme + mask(value.slice(scheme.length))
}

function redactCookies(line: string, isAnswer: boolean, { mask }: Redaction): string {
  const parts = line.split(';').map((part, at) => {
    const equals = part.indexOf('=') + 1
    const name = part
      .slice(0, Math.max(0, equals - 1))
      .trim()
      .toLowerCase()
    const isAttribute = isAnswer && at > 0 && (equals === 0 || ATTRIBUTES.has(name))
    return isAttribute ? part : part.slice(0, equals) + mask(part.slice(equals))
  })
  return parts.join(';')
}
