import type { RequestHandler } from 'express'

/** What a page may read of an answer besides the common headers. */
const EXPOSED = 'WWW-Authenticate, DPoP-Nonce, Retry-After'

/**
 * Lets web pages call: an MCP client may be one. Nothing here goes by cookies, so any origin may; the
 * authorization endpoint and the sign-in, which do, are not among these.
 *
 * @see [Fetch: CORS protocol](https://fetch.spec.whatwg.org/#http-cors-protocol)
 */
export const letPagesIn: RequestHandler = ({ method, headers }, response, next) => {
  response.setHeader('Access-Control-Allow-Origin', '*')
  response.setHeader('Access-Control-Expose-Headers', EXPOSED)
  const wanted = headers['access-control-request-method']
  if (method !== 'OPTIONS' || wanted === undefined) return next()
  const names = headers['access-control-request-headers']
  response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, DELETE')
  if (names !== undefined) response.setHeader('Access-Control-Allow-Headers', names)
  response.setHeader('Access-Control-Max-Age', '600')
  response.status(204).end()
}
