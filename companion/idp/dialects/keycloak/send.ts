import type { Request, RequestHandler, Response } from 'express'
import { createErrorHandler } from '../../../http/error-handler.ts'
import { DialectError } from '../dialect-error.ts'
import { say } from './refusals.ts'

const JSON_TYPE = 'application/json'

/** Keycloak names the letters of its answers about clients, and of no others. */
export const CLIENT_TYPE = `${JSON_TYPE};charset=UTF-8`

/** Sends JSON under exactly this type; Express would add a charset. */
export function sendJson(response: Response, body: unknown, type = JSON_TYPE): void {
  response.setHeader('content-type', type)
  response.end(JSON.stringify(body))
}

/** Token answers are never kept, good or bad. */
export const neverStore: RequestHandler = (_request, response, next) => {
  response.setHeader('cache-control', 'no-store')
  response.setHeader('pragma', 'no-cache')
  next()
}

/** A refusal in Keycloak's words; to HEAD without them. */
export const answerErrors: ReturnType<typeof createErrorHandler> = createErrorHandler(
  (thrown, response) => {
    const { status, body, headers } =
      thrown instanceof DialectError ? thrown : say(400, 'HTTP 400 Bad Request')
    response.status(status)
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (Object.keys(body).length > 0) return sendJson(response, body)
    response.setHeader('content-type', 'text/plain;charset=utf-8')
    response.end()
  },
)

/** What is at no place, or answers to no such method. */
export function refusePlace(request: Request, methods: readonly string[]): never {
  throw methods.includes(request.method)
    ? say(404, 'HTTP 404 Not Found')
    : say(405, 'HTTP 405 Method Not Allowed')
}
