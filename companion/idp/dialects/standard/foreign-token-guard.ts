import type { RequestHandler } from 'express'
import type { RotatingEngine } from '../../engine/rotating-engine.ts'
import { readBearer } from '../bearer.ts'
import { refuseToken, sendDialectError } from '../dialect-error.ts'

/**
 * Refuses the management token of one client at the address of another. The engine would destroy the token for
 * it, and the first client could not be deleted any more.
 */
export function foreignTokenGuard(engine: Pick<RotatingEngine, 'current'>): RequestHandler {
  return async (request, response, next) => {
    const token = readBearer(request)
    const id = request.path.slice(1)
    if (id === '' || token === undefined) return next()
    const provider = await engine.current()
    const known = await provider.RegistrationAccessToken.find(token)
    if (known === undefined || known.clientId === id) return next()
    sendDialectError(response, refuseToken('invalid token provided'))
  }
}
