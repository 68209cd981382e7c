import type { Exchange, HeaderLine, RecordedBody } from '#shared/contract/exchange.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'
import { MEANINGS } from '#shared/oauth/meaning/oauth-meaning.ts'
import { readHeaderLines } from './header-lines.ts'
import { type Fingerprint, readTraits } from './oauth-traits.ts'
import type { RawExchange, RawMessage } from './recorder.ts'
import { collectSecrets } from './own-secrets.ts'
import { redactBody, redactHeaders, redactUrl } from './redact.ts'
import type { Redaction } from './redaction.ts'

export const BODY_LIMIT_BYTES = 64 * 1024
/** As it is serialized. Control characters grow sixfold, and broken UTF-8 threefold. */
const TEXT_LIMIT_BYTES = 2 * BODY_LIMIT_BYTES
/** Bytes of JSON for one character, at most. */
const MOST_GROWTH = 6

const TEXTUAL =
  /^(?:text\/|application\/(?:[\w.+-]*\+)?(?:json|xml)|application\/x-www-form-urlencoded|application\/javascript)/i

/** The last word of a text, as long as a secret may be. */
const CUT_END = /[^\s"'<>&=,;]{1,8192}$/

export interface Masking extends Pick<SecretRegistry, 'maskWith' | 'isSecretName'> {
  /** Makes the digests by which exchanges are known to belong together; none are made without it. */
  fingerprint?: Fingerprint
}

type Mask = SecretRegistry['mask']

/** The gateway does not know more of a call. */
const GATEWAY_LABEL = MEANINGS.api_call

/**
 * A raw exchange as people may see it: secrets masked, bodies cut and decoded. What stands under the name of
 * a secret anywhere in the exchange is masked wherever it is repeated in it.
 */
export function presentExchange(id: string, raw: RawExchange, masking: Masking): Exchange {
  const { redaction, list } = collectSecrets(masking.isSecretName)
  const redact = (message: RawMessage) => ({
    headers: redactHeaders(readHeaderLines(message.headers), redaction),
    ...presentBody(message, { redaction, mask: (text) => text }),
  })
  const url = redactUrl(raw.request.url, redaction)
  const request = redact(raw.request)
  const response = raw.response && redact(raw.response)
  const mask = masking.maskWith(list())
  const oauth = masking.fingerprint && readTraits(raw, masking.fingerprint)
  return {
    id,
    ...(raw.run !== undefined && { run: raw.run }),
    ...(raw.step !== undefined && { step: raw.step }),
    at: new Date(raw.startedAtMs).toISOString(),
    from: raw.from,
    to: raw.to,
    label: raw.label === GATEWAY_LABEL && oauth ? MEANINGS[oauth.meaning] : raw.label,
    request: { method: raw.request.method, url: mask(url), ...maskMessage(request, mask) },
    ...(raw.response &&
      response && {
        response: { status: raw.response.status, ...maskMessage(response, mask) },
      }),
    ...(raw.failure !== undefined && { failure: mask(redactUrl(raw.failure, redaction)) }),
    duration_ms: Math.round(raw.durationMs * 10) / 10,
    ...(raw.verdict !== undefined && { verdict: raw.verdict }),
    ...(raw.peer !== undefined && { peer: raw.peer }),
    ...(oauth && {
      oauth: {
        ...oauth,
        ...(oauth.client_id !== undefined && { client_id: mask(oauth.client_id).slice(0, 2048) }),
      },
    }),
  }
}

/** All at once: most messages have no secret left, and one search is cheaper than one for each text. */
export function maskHeaders(lines: HeaderLine[], mask: Mask): HeaderLine[] {
  const text = lines.flat().join('\n')
  if (mask(text) === text) return lines
  return lines.map(([name, value]) => [mask(name), mask(value)])
}

interface PresentMessage {
  headers: HeaderLine[]
  body?: RecordedBody
}

function maskMessage({ headers, body }: PresentMessage, mask: Mask): PresentMessage {
  return {
    headers: maskHeaders(headers, mask),
    ...(body && { body: cutText({ ...body, text: mask(body.text) }) }),
  }
}

/** Leaves out the end of a text that would be too large as JSON. */
function cutText(body: RecordedBody): RecordedBody {
  const { text } = body
  if (text.length * MOST_GROWTH <= TEXT_LIMIT_BYTES) return body
  if (Buffer.byteLength(JSON.stringify(text)) <= TEXT_LIMIT_BYTES) return body
  return { ...body, text: text.slice(0, TEXT_LIMIT_BYTES / MOST_GROWTH), is_truncated: true }
}

export interface BodyMasking {
  mask: (text: string) => string
  redaction: Redaction
}

export function presentBody(
  message: RawMessage,
  { mask, redaction }: BodyMasking,
): { body?: RecordedBody } {
  const bytes = message.body
  const sizeBytes = message.sizeBytes ?? bytes?.length ?? 0
  if (!bytes || sizeBytes === 0) return {}
  const mediaType = findHeader(message, 'content-type') ?? ''
  const isEncoded = (findHeader(message, 'content-encoding') ?? 'identity') !== 'identity'
  const isText = !isEncoded && (mediaType === '' || TEXTUAL.test(mediaType))
  const text = isText
    ? mask(redactBody(decodeStart(bytes, sizeBytes), mediaType, redaction))
    : `${sizeBytes} bytes of ${mediaType || 'unknown type'}`
  return {
    body: {
      text,
      media_type: mediaType,
      size_bytes: sizeBytes,
      is_truncated: sizeBytes > BODY_LIMIT_BYTES,
    },
  }
}

/** What cannot be told from the first half of a secret is left out at the end of a body that was cut. */
function decodeStart(bytes: Uint8Array, sizeBytes: number): string {
  const text = new TextDecoder().decode(bytes.subarray(0, BODY_LIMIT_BYTES))
  return sizeBytes > BODY_LIMIT_BYTES ? text.replace(CUT_END, '') : text
}

function findHeader(message: RawMessage, name: string): string | undefined {
  const at = message.headers.findIndex((text, i) => i % 2 === 0 && text.toLowerCase() === name)
  return at === -1 ? undefined : message.headers[at + 1]
}
