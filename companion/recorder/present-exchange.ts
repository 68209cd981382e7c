import type { Exchange, RecordedBody } from '#shared/contract/exchange.ts'
import { readHeaderLines } from './header-lines.ts'
import type { RawExchange, RawMessage } from './recorder.ts'
import { redactBody, redactHeaders, redactUrl } from './redact.ts'

export const BODY_LIMIT_BYTES = 64 * 1024

const TEXTUAL =
  /^(?:text\/|application\/(?:[\w.+-]*\+)?(?:json|xml)|application\/x-www-form-urlencoded|application\/javascript)/i

/** A raw exchange as people may see it: secrets masked, bodies cut and decoded. */
export function presentExchange(
  id: string,
  raw: RawExchange,
  mask: (text: string) => string,
): Exchange {
  const headers = (message: RawMessage): Exchange['request']['headers'] =>
    redactHeaders(readHeaderLines(message.headers)).map(([name, value]) => [name, mask(value)])
  const body = (message: RawMessage): { body?: RecordedBody } => presentBody(message, mask)
  return {
    id,
    ...(raw.run !== undefined && { run: raw.run }),
    ...(raw.step !== undefined && { step: raw.step }),
    at: new Date(raw.startedAtMs).toISOString(),
    from: raw.from,
    to: raw.to,
    label: raw.label,
    request: {
      method: raw.request.method,
      url: mask(redactUrl(raw.request.url)),
      headers: headers(raw.request),
      ...body(raw.request),
    },
    ...(raw.response && {
      response: {
        status: raw.response.status,
        headers: headers(raw.response),
        ...body(raw.response),
      },
    }),
    ...(raw.failure !== undefined && { failure: mask(raw.failure) }),
    duration_ms: Math.round(raw.durationMs * 10) / 10,
    ...(raw.verdict !== undefined && { verdict: raw.verdict }),
  }
}

export function presentBody(
  message: RawMessage,
  mask: (text: string) => string,
): { body?: RecordedBody } {
  const bytes = message.body
  const sizeBytes = message.sizeBytes ?? bytes?.length ?? 0
  if (!bytes || sizeBytes === 0) return {}
  const mediaType = findHeader(message, 'content-type') ?? ''
  const isEncoded = (findHeader(message, 'content-encoding') ?? 'identity') !== 'identity'
  const isText = !isEncoded && (mediaType === '' || TEXTUAL.test(mediaType))
  const text = isText
    ? mask(redactBody(new TextDecoder().decode(bytes.subarray(0, BODY_LIMIT_BYTES)), mediaType))
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

function findHeader(message: RawMessage, name: string): string | undefined {
  const at = message.headers.findIndex((text, i) => i % 2 === 0 && text.toLowerCase() === name)
  return at === -1 ? undefined : message.headers[at + 1]
}
