import type { IsSecretName } from '#shared/secrets/secret-names.ts'
import { readHeaderLines } from './header-lines.ts'
import { maskToken } from '../secrets/mask-token.ts'
import type { RawExchange } from './recorder.ts'
import { redactBody, redactHeaders, redactUrl } from './redact.ts'

const MOST_BYTES = 64 * 1024
const BASIC = /^basic +([\w+/=-]+)$/i

/**
 * The secrets that a request carries under a name that says so. The answer may repeat them under any other
 * name, and a secret that never was the companion's own is known from here only.
 */
export function listOwnSecrets(
  { headers, url, body }: RawExchange['request'],
  isSecretName: IsSecretName,
): string[] {
  const found: string[] = []
  const redaction = {
    isSecretName,
    mask(secret: string): string {
      found.push(secret)
      return maskToken(secret)
    },
  }
  const lines = readHeaderLines(headers)
  redactHeaders(lines, redaction)
  redactUrl(url, redaction)
  if (body) {
    const text = new TextDecoder().decode(body.subarray(0, MOST_BYTES))
    const mediaType = lines.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
    redactBody(text, mediaType, redaction)
  }
  return [
    ...found,
    ...found.flatMap((secret) => readEscaped(secret)),
    ...lines.flatMap(([, value]) => readPassword(value)),
  ]
}

function readEscaped(secret: string): string[] {
  try {
    if (secret.includes('%') || secret.includes('+'))
      return [...new URLSearchParams(`value=${secret}`).values()]
    return secret.includes('\\') ? [String(JSON.parse(`"${secret}"`))] : []
  } catch {
    return []
  }
}

/** @see [RFC 7617 §2](https://www.rfc-editor.org/rfc/rfc7617.html#section-2) */
function readPassword(value: string): string[] {
  const encoded = BASIC.exec(value)?.[1]
  if (encoded === undefined) return []
  const pair = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  const password = pair.slice(colon + 1)
  return colon === -1 ? [] : [password, ...readEscaped(password)]
}
