import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { MAX_HEADER_LINES } from './request/framing.ts'

const ANSWERS: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
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
  server.on('connect', (_request, socket) => reply(socket as Socket, '405 Method Not Allowed'))
  server.on('checkExpectation', (_request, response) => {
    response.writeHead(417, { 'Content-Length': 0 }).end()
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    reply(socket as Socket, ANSWERS[error.code ?? ''] ?? '400 Bad Request')
  })
}

function reply(socket: Socket, status: string): void {
  socket.on('error', () => socket.destroy())
  if (!socket.writable) return void socket.destroy()
  socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
}
