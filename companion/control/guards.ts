import type { Request, RequestHandler } from 'express'
import { AppError } from '#shared/errors/app-error.ts'
import { isExtensionOrigin } from '#shared/pairing/extension-identity.ts'
import type { Caller, Pairings } from '../pairing/pairings.ts'

/**
 * Lets our extension and programs without an Origin through. An extension's GET carries no Origin at all,
 * so this check is a second defence; the token decides.
 */
export const guardOrigin: RequestHandler = (request, _response, next) => {
  const origin = request.headers.origin
  if (origin !== undefined && !isExtensionOrigin(origin)) throw new AppError('ORIGIN_REFUSED')
  const site = request.headers['sec-fetch-site']
  const isOwnOrigin = origin !== undefined && isExtensionOrigin(origin)
  if ((site === 'cross-site' || site === 'same-site') && !isOwnOrigin)
    throw new AppError('ORIGIN_REFUSED')
  next()
}

/**
 * @throws AppError `PAIRING_REQUIRED`, the same for every path, so that a caller without a token cannot
 * learn which paths exist.
 */
export function guardCaller(pairings: Pairings): RequestHandler {
  return (request, response, next) => {
    const caller = pairings.findCaller(readBearer(request))
    if (!caller) {
      throw new AppError('PAIRING_REQUIRED', {
        hint: 'Pair the extension with the code in the terminal, or send the token of the line that `dcr-lab start --json` prints.',
      })
    }
    const origin = request.headers.origin
    if (origin !== undefined && caller.origin !== undefined && caller.origin !== origin)
      throw new AppError('ORIGIN_REFUSED')
    response.locals['caller'] = caller
    next()
  }
}

export function readCaller(locals: Record<string, unknown>): Caller {
  return locals['caller'] as Caller
}

function readBearer(request: Request): string {
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  return token !== undefined && isBearerToken(token) ? token : ''
}

/** Whether a request can present this text as its token. */
export function isBearerToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{16,200}$/.test(text)
}
