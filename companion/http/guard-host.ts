import type { RequestHandler } from 'express'
import { isAllowedHost } from './host.ts'

/**
 * Stops DNS rebinding: the browser believes such a page to be of our own origin, so only the Host
 * header gives it away.
 */
export function guardHost(port: () => number): RequestHandler {
  return (request, response, next) => {
    if (isAllowedHost(request.rawHeaders, port())) return next()
    response.status(421).type('text/plain').send('Misdirected request\n')
  }
}
