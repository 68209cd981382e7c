import type { ReplayBody } from '#shared/contract/replay/replay-request.ts'

/** What a request without one has. */
export const NO_BODY: ReplayBody = { kind: 'none' }

/**
 * A body as text, as the kind of body that its media type names. A form is taken apart where it can be put
 * together again as it was.
 */
export function readTextBody(text: string, mediaType: string): ReplayBody {
  const essence = mediaType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (essence === 'application/json') return { kind: 'json', text }
  if (essence === 'application/x-www-form-urlencoded') {
    const pairs = new URLSearchParams(text)
    if (normalize(pairs.toString()) === normalize(text))
      return { kind: 'form', fields: [...pairs].map(([name, value]) => ({ name, value })) }
  }
  return { kind: 'text', text, media_type: mediaType || 'text/plain;charset=utf-8' }
}

/** Two spellings of one form: a space is + or %20, escapes have upper or lower case. */
function normalize(form: string): string {
  try {
    return form
      .split('&')
      .map((pair) => decodeURIComponent(pair.replaceAll('+', ' ')))
      .join('\n')
  } catch {
    return form
  }
}
