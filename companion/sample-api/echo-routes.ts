/* oxlint-disable oxc/no-async-endpoint-handlers -- Express 5 passes a rejection on itself */
import type { IncomingMessage } from 'node:http'
import { Router, type Request } from 'express'

const MAX_ECHO_BYTES = 1024 * 1024

/** `/headers`, `/get`, `/anything/*`: what arrived, as JSON. */
export function echoRoutes(): Router {
  const router = Router({ caseSensitive: true })
  router.get('/headers', (request, response) => {
    response.json({ headers: readHeaders(request) })
  })
  router.get('/get', (request, response) => {
    response.json(describe(request))
  })
  router.all(['/anything', '/anything/*rest'], async (request, response) => {
    const data = await readBody(request)
    response.json({
      method: request.method,
      ...describe(request),
      data,
      json: parseJson(data, request.headers['content-type']),
    })
  })
  return router
}

function describe(request: Request) {
  return {
    args: readArgs(request),
    headers: readHeaders(request),
    origin: request.headers['x-forwarded-for'] ?? request.socket.remoteAddress,
    url: `http://${request.headers.host ?? ''}${request.originalUrl}`,
  }
}

/** Headers as they arrived; a repeated header becomes a list. */
function readHeaders(request: IncomingMessage): Record<string, string | string[]> {
  const headers = new Map<string, string[]>()
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at] ?? ''
    headers.set(name, [...(headers.get(name) ?? []), request.rawHeaders[at + 1] ?? ''])
  }
  return unwrap(headers)
}

function readArgs(request: Request): Record<string, string | string[]> {
  const mark = request.originalUrl.indexOf('?')
  const query = new URLSearchParams(mark === -1 ? '' : request.originalUrl.slice(mark + 1))
  return unwrap(new Map([...query.keys()].map((name) => [name, query.getAll(name)])))
}

function unwrap(lists: Map<string, string[]>): Record<string, string | string[]> {
  const entries = [...lists].map(([name, list]) => [name, list.length === 1 ? list[0] : list])
  return Object.fromEntries(entries) as Record<string, string | string[]>
}

/** The body's first MiB as text; the rest is read and dropped. */
async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    const room = MAX_ECHO_BYTES - size
    if (room > 0) chunks.push(chunk.subarray(0, room))
    size += chunk.length
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string, mediaType: string | undefined): unknown {
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(mediaType ?? '')) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
