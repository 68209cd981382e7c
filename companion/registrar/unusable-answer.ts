import type { HttpAnswer } from '../outgoing/http-client.ts'
import { quote } from '../providers/provider-error.ts'

type Answer = Pick<HttpAnswer, 'status' | 'text' | 'headers' | 'readMasked'>

/** Addresses at which people sign in, in their usual spellings. */
const SIGN_IN = /log-?in|sign-?in|auth(?:enticat|oriz)|sso\b/i

/** What came where a client was expected, in words that are true of the answer alone. */
export function describeUnusable(answer: Answer): string {
  const { status, text } = answer
  const redirect = findRedirect(answer)
  if (redirect) return describeRedirect(redirect)
  if (status >= 300 && status < 400)
    return 'It is a redirect without an address; there is no client in it.'
  if (text.trim() === '')
    return 'The body is empty, so no client is named. Whether one was made is not known.'
  const isJson = isJsonText(text)
  const type = readHeader(answer, 'content-type')?.split(';')[0]?.trim()
  const kind = isJson
    ? 'The answer is JSON without a client_id'
    : `The answer is no JSON object${type === undefined ? '' : ` but ${type}`}`
  return `${kind}, so no client is named. It begins: ${quote(answer.readMasked()) ?? ''}`
}

/** Where a redirect leads. */
export function findRedirect(answer: Pick<Answer, 'status' | 'headers'>): string | undefined {
  if (answer.status < 300 || answer.status > 399) return undefined
  return readHeader(answer, 'location')
}

/** Without the query, which may hold secrets. */
function describeRedirect(location: string): string {
  const place = location.replace(/[?#].*$/s, '').slice(0, 200)
  const isSignIn = SIGN_IN.test(place)
  return isSignIn
    ? `It redirects to ${place}, which looks like a page where people sign in. There is no client in it.`
    : `It redirects to ${place}. There is no client in it.`
}

function isJsonText(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

function readHeader({ headers }: Pick<Answer, 'headers'>, wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
}
