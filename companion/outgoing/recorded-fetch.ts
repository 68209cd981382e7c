import { leaveOutNulls } from '#shared/oauth/leave-out-nulls.ts'
import { readObject } from '#shared/oauth/metadata/read-object.ts'
import type { CallContext, HttpClient, HttpAnswer } from './http-client.ts'

/** Statuses whose answer has no body; the `Response` constructor throws when a body is given. */
const BODILESS = new Set([101, 204, 205, 304])

/** The recording HTTP client as a `fetch` function, for libraries that accept one. */
export function createRecordedFetch(
  http: HttpClient,
  context: CallContext,
  onAnswer: (answer: HttpAnswer) => void,
): (url: string, options: RecordedFetchOptions) => Promise<Response> {
  return async (url, { method, headers, body }) => {
    const answer = await http.send(context, {
      method,
      url,
      headers: Object.fromEntries(new Headers(headers)),
      body: readBody(body),
    })
    onAnswer(answer)
    const content = BODILESS.has(answer.status) ? null : leaveOutNullMembers(answer.text)
    return new Response(content, { status: answer.status, headers: answer.headers })
  }
}

/** Many servers write null for what is not set, where the standards have members left out and libraries refuse null. */
function leaveOutNullMembers(text: string): string {
  const members = /\bnull\b/.test(text) ? readObject(text) : undefined
  return members ? JSON.stringify(leaveOutNulls(members)) : text
}

export interface RecordedFetchOptions {
  method: string
  headers: Record<string, string>
  body?: unknown
}

function readBody(body: unknown): string | undefined {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string' || body instanceof URLSearchParams) return body.toString()
  throw new TypeError('Only text bodies can be sent')
}
