import type { RequestHandler } from 'express'
import { contract, EVENTS_PATH, REPLAY_UPLOADS_PATH } from '#shared/contract/contract.ts'
import type { Endpoint } from '#shared/contract/endpoint.ts'
import { AppError } from '#shared/errors/app-error.ts'

/** The methods of each path of the contract; a parameter fits any one part. */
const PATHS = listPaths()

/**
 * Refuses a method that a known path does not take, and names those that it takes.
 *
 * @see [RFC 9110 §15.5.6](https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.6)
 * @throws AppError `METHOD_NOT_ALLOWED`.
 */
export const refuseMethod: RequestHandler = (request, response, next) => {
  const methods = PATHS.filter(({ pattern }) => pattern.test(request.path)).map(
    ({ method }) => method,
  )
  if (methods.length === 0) return next()
  const allowed = [...new Set(methods)].sort().join(', ')
  response.set('allow', allowed)
  throw new AppError('METHOD_NOT_ALLOWED', { detail: `This address takes ${allowed}.` })
}

function listPaths(): { pattern: RegExp; method: string }[] {
  const endpoints = [
    ...(Object.values(contract) as Endpoint[]),
    { path: EVENTS_PATH, method: 'get' },
    { path: REPLAY_UPLOADS_PATH, method: 'post' },
  ]
  return endpoints.map(({ path, method }) => ({
    pattern: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}/?$`),
    method: method.toUpperCase(),
  }))
}
