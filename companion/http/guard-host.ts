import type { RequestHandler } from 'express'
import { isAllowedHost } from './host.ts'

/**
 * Stops DNS rebinding: the browser takes the attacker's page for one of this origin, and only the Host
 * header shows the difference.
 *
 * @param ports - Of this listener; any of them may be in the header.
 */
export function guardHost(...ports: readonly (() => number)[]): RequestHandler {
  return (request, response, next) => {
    if (ports.some((port) => isAllowedHost(request.rawHeaders, port()))) return next()
    response.status(421).type('text/plain').send('Misdirected request\n')
  }
}
