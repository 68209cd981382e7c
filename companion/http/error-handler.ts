import type { ErrorRequestHandler, Response } from 'express'

/** Express recognises an error handler by its four parameters, of which this program needs two. */
export function createErrorHandler(
  handle: (thrown: unknown, response: Response) => void,
): ErrorRequestHandler {
  return (thrown: unknown, _request, response, _next) => handle(thrown, response)
}
