import type { ErrorRequestHandler, Response } from 'express'

/** Express knows an error handler by its four parameters; what we need of them are two. */
export function createErrorHandler(
  handle: (thrown: unknown, response: Response) => void,
): ErrorRequestHandler {
  return (thrown: unknown, _request, response, _next) => handle(thrown, response)
}
