import type { Seen } from './evidence.ts'

const MOST_LETTERS = 160

/**
 * An answer in one line: its status and the provider's words, or what came in place of words.
 */
export function tellAnswer(seen: Seen): { answer: string } {
  const { status, error, description } = seen
  const words = [error, description].filter(Boolean).join(': ')
  return { answer: `${status} ${words === '' ? tellBody(seen) : words}`.trim() }
}

/** An answer that is no error document: where it leads, its media type and its beginning. */
export function tellUnexpected(seen: Seen): { answer: string } {
  return { answer: `${seen.status} ${tellBody(seen)}` }
}

function tellBody({ status, text, contentType, location }: Seen): string {
  const type = contentType ?? 'without a Content-Type'
  const leads = location === undefined ? '' : `to ${location}, `
  const body = text.trim()
  if (body === '') return `${leads}${contentType === undefined ? '' : `${type}, `}an empty body`
  const members = status < 400 ? listMembers(body) : undefined
  // Below 400 an answer may carry secrets: its members are named, not shown.
  if (members) return `${leads}${type}, with ${members.join(', ')}`
  return `${leads}${type}: "${body.replace(/\s+/g, ' ').slice(0, MOST_LETTERS)}"`
}

/** The names of the members, where the text is a JSON object or a form. */
function listMembers(body: string): string[] | undefined {
  if (/^[\w.-]+=[^\s<]*$/.test(body)) return [...new URLSearchParams(body).keys()]
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.keys(value)
      : undefined
  } catch {
    return undefined
  }
}

/** A page for people in place of an answer for programs. */
export function isHtml({ contentType = '', text }: Seen): boolean {
  return /\bhtml\b/i.test(contentType) || /^\s*<(?:!doctype|html|head|title)\b/i.test(text)
}
