import type { RequestHandler } from 'express'
import { isAllowedHost } from './host.ts'

/**
 * Stops DNS rebinding: the browser takes the attacker's page for one of this origin, and only the Host
 * header shows the difference.
 */
export function guardHost(port: () => number): RequestHandler {
  return (request, response, next) => {
    if (isAllowedHost(request.rawHeaders, port())) return next()
    response.status(421).type('text/plain').send('Misdirected request\n')
  }
}
