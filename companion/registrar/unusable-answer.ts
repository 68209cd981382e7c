import type { HttpAnswer } from '../outgoing/http-client.ts'
import { quote } from '../providers/provider-error.ts'
import { describeRedirect, findRedirect, readHeader } from '../providers/redirect-answer.ts'

type Answer = Pick<HttpAnswer, 'status' | 'text' | 'headers' | 'readMasked'>

/** What came where a client was expected, in words that are true of the answer alone. */
export function describeUnusable(answer: Answer): string {
  const { status, text } = answer
  const redirect = findRedirect(answer)
  if (redirect) return `${describeRedirect(redirect)} There is no client in it.`
  if (status >= 300 && status < 400)
    return 'It is a redirect without an address; there is no client in it.'
  if (text.trim() === '')
    return 'The body is empty, so no client is named. Whether one was made is not known.'
  const type = readHeader(answer, 'content-type')?.split(';')[0]?.trim()
  const kind = isJson(text)
    ? 'The answer is JSON without a client_id'
    : `The answer is no JSON object${type === undefined ? '' : ` but ${type}`}`
  return `${kind}, so no client is named. It begins: ${quote(answer.readMasked()) ?? ''}`
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}
