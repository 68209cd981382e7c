import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** What is read and dropped of a body that is not wanted, as in Go's server. */
export const DRAIN_BYTES = 256 * 1024
/** How long a caller may go on sending before the connection is cut. */
const DRAIN_MS = 1_000

const ending = new WeakSet<Duplex>()

/** Whether the answer that is on its way is the last one of its connection. */
export function isEnding(socket: Duplex): boolean {
  return ending.has(socket)
}

/**
 * Makes the answer to come the last one of its connection: call it before the headers are written.
 * Requests that are behind it on the connection get no answer.
 *
 * @see [RFC 9112 §9.6](https://www.rfc-editor.org/rfc/rfc9112.html#section-9.6)
 */
export function endConnection({ socket }: IncomingMessage, response: ServerResponse): void {
  ending.add(socket)
  response.shouldKeepAlive = false
}

/** Ends an answer whose headers and body are written; the last one of its connection when it can be received. */
export function endAnswer(request: IncomingMessage, response: ServerResponse): void {
  if (isEnding(request.socket)) dropBody(request, () => response.end())
  else response.end()
}

/**
 * Reads and drops what is left of a body before its connection is closed: closed earlier, it would be
 * reset, and the answer lost with it. At most 256 KiB are read, for at most one second.
 */
export function dropBody(request: IncomingMessage, done: () => void): void {
  // Who waits for a 100 that never comes sends nothing.
  if (request.complete || request.headers.expect !== undefined) return done()
  let left = DRAIN_BYTES
  const stop = (): void => {
    clearTimeout(timer)
    request.off('data', count).off('end', stop).off('close', stop).pause()
    done()
  }
  const count = (chunk: Buffer): void => {
    left -= chunk.length
    if (left < 0) stop()
  }
  const timer = setTimeout(stop, DRAIN_MS)
  request.on('data', count).on('end', stop).on('close', stop).resume()
}
