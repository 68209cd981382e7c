import type { Request, RequestHandler } from 'express'
import { AppError } from '#shared/errors/app-error.ts'
import { isExtensionOrigin } from '#shared/pairing/extension-identity.ts'
import { ANSWER_PROOF_HEADER } from '#shared/pairing/session-keys.ts'
import type { Caller, Pairings } from '../pairing/pairings.ts'
import type { Sessions } from '../pairing/sessions.ts'

/**
 * Lets our extension and programs without an Origin through. An extension's GET carries no Origin at all,
 * so this check is a second defence; the token decides.
 */
export const guardOrigin: RequestHandler = (request, response, next) => {
  const { origin, 'sec-fetch-site': site } = request.headers
  const isForeignSite = site === 'cross-site' || site === 'same-site'
  const isOurs = origin === undefined ? !isForeignSite : isExtensionOrigin(origin)
  if (isOurs) return next()
  // Says no more than any other program would: a page must not learn which one listens here.
  response.status(403).type('text/plain').send('Forbidden\n')
}

/**
 * Lets paired callers through, whose requests are signed, and programs with a token of this process. What a
 * paired caller gets is signed in return.
 *
 * @throws AppError `PAIRING_REQUIRED`, the same for every path, so that a stranger cannot learn which paths
 * exist.
 */
export function guardCaller(pairings: Pairings, sessions: Sessions): RequestHandler {
  return async (request, response, next) => {
    const { authorization = '', 'content-type': type = '', origin } = request.headers
    const call = await sessions.accept(authorization, {
      method: request.method,
      target: request.originalUrl,
      type,
    })
    const caller = call?.caller ?? pairings.findProgram(readBearer(request))
    if (!caller) {
      throw new AppError('PAIRING_REQUIRED', {
        hint: 'Pair the extension with the code in the terminal, or send the token of the line that `dcr-lab start --json` prints.',
      })
    }
    if (call) response.set(ANSWER_PROOF_HEADER, call.answerProof)
    if (origin !== undefined && caller.origin !== undefined && caller.origin !== origin)
      throw new AppError('ORIGIN_REFUSED')
    Object.assign(response.locals, { caller, call })
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
