import type { RequestHandler } from 'express'
import { readBody, replayBody } from './token-form.ts'

const FORM = 'application/x-www-form-urlencoded'

/**
 * Leaves the parameter `resource` out of a request before anything reads it, as servers do that do not know
 * RFC 8707: the token is for the default audience then, and it is the API that refuses it.
 *
 * @see [RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1) unrecognized parameters are ignored
 * @see [Auth0: resource parameter compatibility](https://auth0.com/ai/docs/mcp/guides/resource-param-compatibility-profile)
 */
export const ignoreResource: RequestHandler[] = [
  (request, response, next) => {
    request.url = dropFromQuery(request.url)
    request.originalUrl = dropFromQuery(request.originalUrl)
    if (request.method !== 'POST' || !request.is(FORM)) return next()
    void readBody(request, response, next)
  },
  (request, _response, next) => {
    if (!Buffer.isBuffer(request.body)) return next()
    const form = new URLSearchParams(request.body.toString('utf8'))
    if (form.has('resource')) {
      form.delete('resource')
      request.body = Buffer.from(form.toString())
    }
    replayBody(request, (request.body as Buffer).toString('utf8'))
    next()
  },
]

function dropFromQuery(url: string): string {
  const mark = url.indexOf('?')
  if (mark === -1) return url
  const query = new URLSearchParams(url.slice(mark + 1))
  if (!query.has('resource')) return url
  query.delete('resource')
  return `${url.slice(0, mark)}?${query.toString()}`
}
