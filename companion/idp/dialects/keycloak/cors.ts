import type { RequestHandler, Response } from 'express'
import { say } from './refusals.ts'

/** Headers that a page may send, as Keycloak lists them. */
const ALLOWED_HEADERS =
  'Origin, Accept, X-Requested-With, Content-Type, Access-Control-Request-Method, Access-Control-Request-Headers, Authorization, DPoP'

/** Keycloak answers every preflight kindly; whether the origin may call, the call itself is told. */
export function answerPreflight(methods: string): RequestHandler {
  return ({ headers: { origin } }, response) => {
    if (origin !== undefined) {
      allowOrigin(response, origin)
      response.setHeader('access-control-allow-methods', methods)
      response.setHeader('access-control-allow-headers', ALLOWED_HEADERS)
      response.setHeader('access-control-max-age', '3600')
    }
    response.end()
  }
}

export function allowOrigin(response: Response, origin: string): void {
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-allow-credentials', 'true')
}

/** No page may register: the policy "Allowed Registration Web Origins" of a new realm lists none. */
export const refusePages: RequestHandler = ({ headers: { origin } }, _response, next) => {
  next(origin === undefined ? undefined : say(403, 'Invalid origin'))
}

/** A page may ask for tokens where a redirect URI of the client is. @throws DialectError 403. */
export function assertOrigin(
  origin: string | undefined,
  response: Response,
  origins: readonly string[],
): void {
  if (origin === undefined) return
  if (!origins.includes(origin)) throw say(403, 'Invalid origin')
  allowOrigin(response, origin)
  response.setHeader('access-control-expose-headers', 'Access-Control-Allow-Methods')
}
