import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { answer, answerClientErrors, type ClientErrorAnswer } from '../http/answer-client-errors.ts'
import { endConnection } from '../http/end-connection.ts'
import { type ErrorBody, renderErrorBody } from './outcome/error-body.ts'
import { MAX_HEADER_LINES } from './request/framing.ts'

type Answer = readonly [status: string, error: string]

/** In the words of Go's server. */
const MALFORMED: Answer = ['400 Bad Request', '400 Bad Request']

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
  // Answered by the gateway, as Tyk does.
  Object.assign(server, { requireHostHeader: false })
  server.maxHeadersCount = MAX_HEADER_LINES
  server.maxRequestsPerSocket = 1_000
  server.maxConnections = 512
  server.on('connect', (_request, socket) =>
    answer(socket as Socket, render(['405 Method Not Allowed', 'CONNECT is not allowed'])),
  )
  server.on('checkExpectation', (request, response) => {
    endConnection(request, response)
    const { mediaType, text } = renderError(417, 'Expect may be 100-continue only')
    response.writeHead(417, { 'Content-Type': mediaType, 'Content-Length': text.length }).end(text)
  })
  answerClientErrors(server, (code) => render(ANSWERS[code ?? ''] ?? MALFORMED))
}

function render([status, error]: Answer): ClientErrorAnswer {
  return { status, ...renderError(Number.parseInt(status, 10), error) }
}

function renderError(status: number, error: string): ErrorBody {
  return renderErrorBody({ status, error }, undefined)
}
