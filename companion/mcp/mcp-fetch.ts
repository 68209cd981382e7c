import type { FetchLike } from '@modelcontextprotocol/client'
import type { CallContext, HttpAnswer, HttpClient } from '../outgoing/http-client.ts'

/** Statuses whose answer has no body; the `Response` constructor throws when a body is given. */
const BODILESS = new Set([204, 205, 304])

/** What an MCP client asked, and what it was answered. */
export interface Asked {
  url: string
  method: string
  answer: HttpAnswer
}

/**
 * The recording HTTP client as the `fetch` of the official MCP client.
 *
 * A GET at the server's own address would open a stream that ends with the session; it is answered 405 here,
 * as a server does that offers none.
 *
 * @param onAnswer - Told of every answer, in order.
 *
 * @see [MCP, transports](https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#listening-for-messages-from-the-server)
 */
export function createMcpFetch(
  http: HttpClient,
  context: CallContext,
  onAnswer: (asked: Asked) => void,
): FetchLike {
  return async (address, init = {}) => {
    const { method = 'GET', body } = init
    const url = String(address)
    const headers = Object.fromEntries(new Headers(init.headers))
    if (method === 'GET' && headers['accept'] === 'text/event-stream')
      return new Response(null, { status: 405 })
    const answer = await http.send(context, { method, url, headers, body: readBody(body) })
    onAnswer({ url, method, answer })
    const content = BODILESS.has(answer.status) ? null : answer.text
    return new Response(content, { status: answer.status, headers: answer.headers })
  }
}

function readBody(body: RequestInit['body']): string | undefined {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string' || body instanceof URLSearchParams) return body.toString()
  throw new TypeError('Only text bodies can be sent')
}
