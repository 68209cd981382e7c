import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { Logger } from 'pino'
import { AppError } from '#shared/errors/app-error.ts'
import { createErrorHandler } from './error-handler.ts'
import { maskProblem } from './mask-problem.ts'

/** Answers requests that match no route. */
export const routeNotFound: RequestHandler = () => {
  throw new AppError('ROUTE_NOT_FOUND', { hint: 'Every route is in /api/openapi.json.' })
}

/**
 * Turns every thrown value into a problem document. A value that is not an AppError is a bug of this
 * program: it is logged, and the answer has no details.
 *
 * @see [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457.html)
 */
export function problemHandler(log: Logger, mask: (text: string) => string): ErrorRequestHandler {
  return createErrorHandler((thrown, response) => {
    const error = readParserError(thrown) ?? AppError.from(thrown)
    logFailure(log, error)
    if (response.headersSent) {
      response.destroy()
      return
    }
    response
      .status(error.status)
      .type('application/problem+json')
      .send(JSON.stringify(maskProblem(error.toProblem(), mask)))
  })
}

/** One line where another program failed, which is no fault of this one; a stack for everything else. */
export function logFailure(log: Logger, error: AppError): void {
  const { code, status, message, cause } = error
  if (status === 502 || status === 424) log.warn({ code }, message)
  else if (status >= 500) log.error({ err: cause ?? error, code }, message)
}

/** Express's body parser marks its errors with a `type`; these errors are the caller's mistakes. */
function readParserError(thrown: unknown): AppError | undefined {
  const { type, limit } = (thrown ?? {}) as { type?: unknown; limit?: number }
  // A path whose escapes are not UTF-8 cannot name anything.
  if (thrown instanceof URIError) return new AppError('ROUTE_NOT_FOUND')
  if (type === 'entity.too.large')
    return new AppError('BODY_TOO_LARGE', {
      detail: `The body is larger than ${writeSize(limit)} of JSON, which is the most that is taken here.`,
      hint: 'Send less at once; of a recording, export fewer requests.',
    })
  if (type === 'entity.parse.failed')
    return new AppError('BODY_NOT_JSON', { detail: 'The body could not be parsed as JSON.' })
  if (typeof type === 'string' && /^(?:encoding|charset|request|stream)\./.test(type))
    return new AppError('BODY_NOT_JSON', { detail: 'The body could not be read.' })
  return undefined
}

function writeSize(bytes = 0): string {
  const kib = Math.round(bytes / 1024)
  return kib >= 1024 ? `${Math.round(kib / 1024)} MiB` : `${kib} KiB`
}
