import { isPlainAnswer } from './own-answers.ts'
import { TYK } from './tyk-answers.ts'

export interface ErrorBody {
  mediaType: string
  text: string
}

const XML = new Set(['text/xml', 'application/xml', 'application/soap+xml'])

/**
 * Tyk's error body: JSON with four spaces and no final newline, or XML with one when the request's
 * Content-Type is XML; what is refused before any API is asked is plain text. The message is never
 * escaped by Tyk, but ours may quote a claim's name, so it is here.
 *
 * @see [Tyk: error templates](https://tyk.io/docs/api-management/gateway-config-tyk-oas/#error-templates)
 */
export function renderErrorBody(
  { status, error }: { status: number; error: string },
  requestMediaType: string | undefined,
): ErrorBody {
  if (isUnknownPath({ status, error }) || isPlainAnswer({ error }))
    return { mediaType: 'text/plain; charset=utf-8', text: error }
  if (isServersOwn({ status }))
    return { mediaType: 'text/plain; charset=utf-8', text: `${error}\n` }
  const type = (requestMediaType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (XML.has(type)) {
    const text = `<?xml version = "1.0" encoding = "UTF-8"?>\n<error>${escapeXml(error)}</error>\n`
    return { mediaType: type, text }
  }
  return { mediaType: 'application/json', text: `{\n    "error": ${escapeJson(error)}\n}` }
}

const ESCAPED: Readonly<Record<string, string>> = {
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
}

/** Go's template escapes what could be markup, too; the parsed text is the same. */
function escapeJson(text: string): string {
  return JSON.stringify(text).replaceAll(/[<>&=]/g, (mark) => ESCAPED[mark] ?? mark)
}

/** Only this 404 is Tyk's router's own; others are errors like all others. */
export function isUnknownPath({ status, error }: { status: number; error: string }): boolean {
  return status === 404 && error === TYK.unknownPath[1]
}

/** With Tyk the server itself refuses a body that is too large, in the words of Go's `http.Error`. */
export function isServersOwn({ status }: { status: number }): boolean {
  return status === TYK.bodyTooLarge[0]
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
