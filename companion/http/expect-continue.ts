import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/**
 * Answers `Expect: 100-continue` when a body is first read, as Go's server does: who is refused sends
 * nothing. Node closes the connection behind a final answer that came without `100 Continue`, since the
 * caller may send the body all the same.
 *
 * @see [RFC 9110 §10.1.1](https://www.rfc-editor.org/rfc/rfc9110.html#section-10.1.1)
 */
export function answerExpectations(server: Server): void {
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    const read = request.read.bind(request)
    // HTTP/1.0 knows no 100.
    const isAsked = request.httpVersion === '1.1'
    // Every way of reading a stream begins here.
    request.read = (size) => {
      request.read = read
      // A body that is read to be dropped is not asked for.
      if (isAsked && !response.headersSent) response.writeContinue()
      return read(size) as unknown
    }
    server.emit('request', request, response)
  })
}
