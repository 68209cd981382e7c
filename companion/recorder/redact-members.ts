import { isErrorCode } from '#shared/secrets/error-code.ts'
import { PRIVATE_KEY_MEMBERS } from '#shared/secrets/secret-names.ts'
import type { Redaction } from './redaction.ts'

// All work on the text, so that the body keeps its own spelling, and on bodies that were cut short. In each
// pattern `head` is what stays, with the `name` in it.

/** Then a text, a list of texts or a number. */
const JSON_MEMBER =
  /(?<head>"(?<name>(?:[^"\\]|\\.){1,200})"\s*:\s*)(?:"(?<value>(?:[^"\\]|\\.)*)|(?<list>\[[^\]{]*)|(?<number>\d{4,}))/g
const JSON_TEXT = /(?<=")(?:[^"\\]|\\.)+(?="|$)/g
/** A member of JSON that stands as a text in JSON. */
const ESCAPED_MEMBER = /(?<head>\\"(?<name>[^"\\]{1,200})\\"\s*:\s*\\")(?<value>[^"\\]*)/g
const FORM_MEMBER =
  /(?<head>(?:^|[?&#;\s"'])(?<name>[^=&?#;\s"'<>:/]{1,200})=)(?<value>[^&#;\s"'<>]*)/g
const PART =
  /(?<head>content-disposition:[^\r\n]*\bname="?(?<name>[^"\r\n;]+)"?[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\n)(?<value>[\s\S]*?)(?=\r?\n--|$)/gi
const XML_ELEMENT = /(?<head><(?:[\w-]+:)?(?<name>[\w.-]{1,200})[^<>]*>)(?<value>[^<>]+)(?=<|$)/g
const XML_ATTRIBUTE = /(?<head>\s(?:[\w-]+:)?(?<name>[\w.-]{1,200})\s*=\s*")(?<value>[^"<>]*)/g

interface Groups {
  head: string
  name: string
  value?: string
  list?: string
  number?: string
}

export function redactJson(text: string, { isSecretName, mask }: Redaction): string {
  // Only keys have these members; elsewhere they are names like any other.
  const hasKey = text.includes('"kty"')
  const isMember = (written: string): boolean => {
    const name = readName(written)
    return isSecretName(name, 'member') || (hasKey && PRIVATE_KEY_MEMBERS.has(name))
  }
  const redacted = replaceEach(text, JSON_MEMBER, ({ head, name, value, list, number = '' }) => {
    if (!isMember(name)) return undefined
    if (value !== undefined) return isErrorCode(name, value) ? undefined : `${head}"${mask(value)}`
    if (list !== undefined) return head + list.replace(JSON_TEXT, mask)
    // A status is a code, too.
    return name.toLowerCase() === 'code' ? undefined : `${head}"${mask(number)}"`
  })
  return redactValues(redacted, ESCAPED_MEMBER, { isSecret: isMember, mask })
}

export function redactForm(text: string, { isSecretName, mask }: Redaction): string {
  if (!text.includes('=')) return text
  return redactValues(text, FORM_MEMBER, {
    isSecret: (name) => isSecretName(decode(name), 'param'),
    mask,
  })
}

export function redactMultipart(text: string, { isSecretName, mask }: Redaction): string {
  return redactValues(text, PART, { isSecret: (name) => isSecretName(name, 'param'), mask })
}

export function redactXml(text: string, { isSecretName, mask }: Redaction): string {
  const redaction = { isSecret: (name: string) => isSecretName(name, 'member'), mask }
  const elements = redactValues(text, XML_ELEMENT, redaction)
  return redactValues(elements, XML_ATTRIBUTE, redaction)
}

interface ValueRedaction {
  isSecret: (name: string) => boolean
  mask: (secret: string) => string
}

function redactValues(text: string, pattern: RegExp, { isSecret, mask }: ValueRedaction): string {
  return replaceEach(text, pattern, ({ head, name, value = '' }) =>
    isSecret(name) && !isErrorCode(name, value) ? head + mask(value) : undefined,
  )
}

/** @param write - Returns `undefined` for what stays. */
function replaceEach(
  text: string,
  pattern: RegExp,
  write: (groups: Groups) => string | undefined,
): string {
  return text.replace(pattern, (whole: string, ...rest: unknown[]) => {
    return write(rest.at(-1) as Groups) ?? whole
  })
}

function readName(written: string): string {
  if (!written.includes('\\')) return written
  try {
    return String(JSON.parse(`"${written}"`))
  } catch {
    return written
  }
}

function decode(name: string): string {
  if (!name.includes('%')) return name
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
