/* oxlint-disable oxc/no-async-endpoint-handlers -- Express 5 passes a rejection on itself */
import { setTimeout as sleep } from 'node:timers/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Router, type Response } from 'express'

const MAX_DELAY_SECONDS = 30
const MAX_BYTES = 1024 ** 3
const MAX_LINES = 1000
const CHUNK = Buffer.alloc(64 * 1024, 'dcr-lab ')

/** Routes that answer late, at length, with a redirect, with another status, or not at all. */
export function troubleRoutes(): Router {
  const router = Router({ caseSensitive: true })
  router.all('/status/:code', ({ params }, response) => {
    const code = readNumber(params.code)
    if (code === undefined || code < 200 || code > 599)
      return refuse(response, 'A status is 200 to 599')
    response.status(code).end()
  })
  router.all('/delay/:seconds', async ({ params }, response) => {
    const seconds = readNumber(params.seconds)
    if (seconds === undefined) return refuse(response, 'Write a number of seconds')
    const delay = Math.min(seconds, MAX_DELAY_SECONDS)
    await sleep(delay * 1000)
    if (!response.destroyed) response.json({ delay_seconds: delay })
  })
  router.get('/bytes/:n', async ({ params }, response) => {
    const size = readNumber(params.n)
    if (size === undefined || size > MAX_BYTES)
      return refuse(response, `At most ${MAX_BYTES} bytes`)
    await sendBytes(response, Math.floor(size))
  })
  router.get('/stream/:n', async (request, response) => {
    const count = Math.min(readNumber(request.params.n) ?? 0, MAX_LINES)
    response.type('application/x-ndjson')
    for (let id = 0; id < count && !response.destroyed; id += 1) {
      response.write(`${JSON.stringify({ id, url: request.originalUrl })}\n`)
      await sleep(1)
    }
    response.end()
  })
  router.get('/redirect-to', ({ query }, response) => {
    const { url } = query
    if (typeof url !== 'string' || !isOwnPath(url))
      return refuse(response, 'Give a path of this API')
    response.redirect(302, url)
  })
  router.all('/break', (request) => {
    request.socket.destroy()
  })
  return router
}

function refuse(response: Response, error: string): void {
  response.status(400).json({ error })
}

function readNumber(text: string): number | undefined {
  return /^\d{1,10}(?:\.\d{1,3})?$/.test(text) ? Number(text) : undefined
}

/** A browser reads `//` and `/\` as the start of a host name. */
function isOwnPath(url: string): boolean {
  return /^\/(?![/\\])[\u0021-\u007e]*$/.test(url)
}

async function sendBytes(response: Response, size: number): Promise<void> {
  response.type('application/octet-stream').set('Content-Length', String(size))
  // A client that disconnects is no error of this server.
  await pipeline(Readable.from(cutBytes(size)), response).catch(() => undefined)
}

function* cutBytes(size: number): Generator<Buffer> {
  for (let left = size; left > 0; left -= CHUNK.length)
    yield left < CHUNK.length ? CHUNK.subarray(0, left) : CHUNK
}
