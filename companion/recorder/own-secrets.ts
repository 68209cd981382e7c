import type { IsSecretName } from '#shared/secrets/secret-names.ts'
import { maskToken } from '../secrets/mask-token.ts'
import { readHeaderLines } from './header-lines.ts'
import type { RawMessage } from './recorder.ts'
import { redactBody, redactHeaders, redactUrl } from './redact.ts'
import type { Redaction } from './redaction.ts'

const MOST_BYTES = 64 * 1024

/** A redaction that remembers what it has masked. */
export interface Collecting {
  redaction: Redaction
  /** The secrets as they are, whatever escapes they stood in. */
  list: () => string[]
}

export function collectSecrets(isSecretName: IsSecretName): Collecting {
  const found: string[] = []
  return {
    redaction: {
      isSecretName,
      mask(secret) {
        found.push(secret)
        return maskToken(secret)
      },
    },
    list: () => found.flatMap((secret) => [secret, ...readEscaped(secret), ...readPair(secret)]),
  }
}

/** The secrets that a message carries under a name that says so. */
export function listOwnSecrets(
  { headers, body, url = '' }: RawMessage & { url?: string },
  isSecretName: IsSecretName,
): string[] {
  const { redaction, list } = collectSecrets(isSecretName)
  const lines = readHeaderLines(headers)
  redactHeaders(lines, redaction)
  redactUrl(url, redaction)
  if (body) {
    const text = new TextDecoder().decode(body.subarray(0, MOST_BYTES))
    const mediaType = lines.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
    redactBody(text, mediaType, redaction)
  }
  return list()
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

/** @see [RFC 7617 §2](https://www.rfc-editor.org/rfc/rfc7617.html#section-2) the password of a Basic pair */
function readPair(secret: string): string[] {
  if (!/^[\w+/-]{11,}={0,2}$/.test(secret)) return []
  const pair = Buffer.from(secret, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  if (colon === -1 || /[\p{Cc}\uFFFD]/u.test(pair)) return []
  const password = pair.slice(colon + 1)
  return [password, ...readEscaped(password)]
}
