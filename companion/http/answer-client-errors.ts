import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { isEnding } from './end-connection.ts'

/** An answer to what never became a request. */
export interface ClientErrorAnswer {
  /** Code and phrase. */
  status: string
  mediaType: string
  text: string
}

/**
 * Answers bytes that are no request, header fields that are too large, and requests that are not complete in
 * time, and closes the connection: Node's own answers have no body. Replaces an earlier choice.
 *
 * @param render - Makes the answer for Node's code of the error, such as `HPE_HEADER_OVERFLOW`.
 */
export function answerClientErrors(
  server: Server,
  render: (code: string | undefined) => ClientErrorAnswer,
): void {
  server.removeAllListeners('clientError')
  server.on('clientError', ({ code }: NodeJS.ErrnoException, stream) => {
    const socket = stream as Socket
    // The bytes behind a last answer are not read as a request, so they are none that is malformed.
    if (isEnding(socket)) socket.destroySoon()
    else answer(socket, render(code))
  })
}

/** Answers with what the socket can still take, and closes it. */
export function answer(socket: Socket, { status, mediaType, text }: ClientErrorAnswer): void {
  socket.on('error', () => socket.destroy())
  if (!socket.writable) return void socket.destroy()
  const head = `HTTP/1.1 ${status}\r\nContent-Type: ${mediaType}\r\nContent-Length: ${Buffer.byteLength(text)}`
  socket.end(`${head}\r\nConnection: close\r\n\r\n${text}`)
}
