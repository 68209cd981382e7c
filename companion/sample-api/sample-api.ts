import type { IncomingMessage, ServerResponse } from 'node:http'
import express, { type Express } from 'express'
import { guardHost } from '../http/guard-host.ts'
import { protectPages } from '../http/protect-pages.ts'
import { echoRoutes } from './echo-routes.ts'
import { mcpServer } from './mcp-server.ts'
import { pageRoutes } from './page-routes.ts'
import { troubleRoutes } from './trouble-routes.ts'

export interface SampleApiDeps {
  /** Its own port, and that of the gateway, which passes the caller's `Host` on where an API says so. */
  ports: readonly (() => number)[]
}

/**
 * An API to put behind the gateway: it echoes requests, and delays, streams or fails on request. The routes
 * are those of httpbin.
 *
 * @see [httpbin](https://httpbin.org/)
 */
export function createSampleApi({
  ports,
}: SampleApiDeps): (request: IncomingMessage, response: ServerResponse) => void {
  const app: Express = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('json spaces', 2)
  app.set('case sensitive routing', true)
  app.use(guardHost(...ports), (_request, response, next) => {
    protectPages(response)
    next()
  })
  app.all('/mcp', mcpServer())
  app.use(pageRoutes(), echoRoutes(), troubleRoutes())
  app.use((_request, response) => {
    response.status(404).json({ error: 'There is nothing at this path; / lists what there is' })
  })
  app.use(replyProblem)
  return app
}

/** Answers errors that Express found in a request, such as a broken escape in the path. */
// oxlint-disable-next-line max-params -- Express recognises an error handler by its four parameters
const replyProblem: express.ErrorRequestHandler = (
  error: { status?: number },
  _request,
  response,
  next,
) => {
  if (response.headersSent) return next(error)
  response.status(error.status ?? 500).json({ error: 'The request cannot be served' })
}
