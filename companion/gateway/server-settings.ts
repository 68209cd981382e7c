import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { endConnection, isEnding } from '../http/end-connection.ts'
import { type ErrorBody, renderErrorBody } from './outcome/error-body.ts'
import { MAX_HEADER_LINES } from './request/framing.ts'

type Answer = readonly [status: string, error: string]

const MALFORMED: Answer = ['400 Bad Request', 'Request is malformed']

const ANSWERS: Record<string, Answer> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'Header fields are too large'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'Request was not complete in time'],
}

/**
 * Pins what Node leaves open: time for headers and body, numbers of headers and connections, and
 * answers to what never becomes a request. `Upgrade` has no listener on purpose: Node then serves the
 * request as an ordinary one, which RFC 9110 §7.8 allows and clients that offer h2c need.
 *
 * @see [RFC 9112 §9.5](https://www.rfc-editor.org/rfc/rfc9112.html#section-9.5) timeouts
 */
export function configureGatewayServer(server: Server): void {
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  server.keepAliveTimeout = 5_000
  server.timeout = 0
  server.maxHeadersCount = MAX_HEADER_LINES
  server.maxRequestsPerSocket = 1_000
  server.maxConnections = 512
  server.on('connect', (_request, socket) =>
    reply(socket as Socket, ['405 Method Not Allowed', 'CONNECT is not allowed']),
  )
  server.on('checkExpectation', (request, response) => {
    endConnection(request, response)
    const { mediaType, text } = renderError(417, 'Expect may be 100-continue only')
    response.writeHead(417, { 'Content-Type': mediaType, 'Content-Length': text.length }).end(text)
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // The bytes behind a last answer are not read as a request, so they are none that is malformed.
    if (isEnding(socket)) (socket as Socket).destroySoon()
    else reply(socket as Socket, ANSWERS[error.code ?? ''] ?? MALFORMED)
  })
}

function renderError(status: number, error: string): ErrorBody {
  return renderErrorBody({ status, error }, undefined)
}

function reply(socket: Socket, [status, error]: Answer): void {
  socket.on('error', () => socket.destroy())
  if (!socket.writable) return void socket.destroy()
  const { mediaType, text } = renderError(Number.parseInt(status, 10), error)
  const head = `HTTP/1.1 ${status}\r\nContent-Type: ${mediaType}\r\nContent-Length: ${text.length}`
  socket.end(`${head}\r\nConnection: close\r\n\r\n${text}`)
}
