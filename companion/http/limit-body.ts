import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { dropBody, endConnection } from './end-connection.ts'

/**
 * Refuses a body by the length that it states, before anything of it is asked for or read, and one in chunks
 * as soon as it is too large. Express's parsers would read it to its end first. Its error is theirs: `entity.too.large`.
 *
 * @param parse - Reads a body that is not too large.
 *
 * @see [RFC 9110 §15.5.14](https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.14)
 */
export function limitBody(
  { type, limit }: { type: string; limit: number },
  parse: (request: Request, response: Response, next: NextFunction) => void,
): RequestHandler {
  return (request, response, next) => {
    // What a parser with a higher limit has read is there already.
    if (request.body !== undefined || !request.is(type)) return parse(request, response, next)
    const refuse = (): void => {
      endConnection(request, response)
      const details = { type: 'entity.too.large', status: 413, limit }
      dropBody(request, () => next(Object.assign(new Error('The body is too large'), details)))
    }
    if (Number(request.headers['content-length']) > limit) return refuse()
    if (request.headers['transfer-encoding'] === undefined) return parse(request, response, next)
    let left = limit
    const count = (chunk: Buffer): void => {
      left -= chunk.length
      if (left >= 0) return
      request.off('data', count)
      refuse()
    }
    request.on('data', count)
    parse(request, response, (thrown) => {
      request.off('data', count)
      // Refused already: the parser itself would have read the body to its end first.
      if (left >= 0) next(thrown)
    })
  }
}
