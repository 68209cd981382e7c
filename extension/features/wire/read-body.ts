import type { RecordedBody } from '#shared/contract/exchange.ts'

export type ReadBody =
  { kind: 'form'; rows: readonly (readonly [string, string])[] } | { kind: 'text'; text: string }

/** Decides how a body is shown. What does not parse is shown as it came. */
export function readBody({ text, media_type: mediaType }: RecordedBody): ReadBody {
  if (mediaType.includes('x-www-form-urlencoded'))
    return { kind: 'form', rows: [...new URLSearchParams(text)] }
  return { kind: 'text', text: mediaType.includes('json') ? indentJson(text) : text }
}

function indentJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    return text
  }
}
