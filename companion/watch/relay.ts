import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Dispatcher } from 'undici'
import { AppError } from '#shared/errors/app-error.ts'
import type { OAuthMeaning } from '#shared/oauth/meaning/oauth-meaning.ts'
import { describeFailure } from '../outgoing/describe-failure.ts'
import { dropBody, endConnection } from '../http/end-connection.ts'
import type { AddressMap } from './address-map.ts'
import type { WatchedMeanings } from './find-watched-meaning.ts'
import { decode, readStart } from './read-bounded.ts'
import { isRewritten, rewriteDocument } from './rewrite-document.ts'
import { buildClientHeaders, buildServerHeaders } from './rewrite-headers.ts'
import { rewriteBody, rewritePath } from './rewrite-request.ts'

/** One origin that is watched. */
export interface Site {
  /** Origin of the real server: the only one that is ever called. */
  real: string
  meanings: WatchedMeanings
  keepsIssuer: boolean
  dispatcher: Dispatcher
  mapFor: (host: string) => AddressMap
}

interface Call {
  site: Site
  map: AddressMap
  meaning: OAuthMeaning
}

/** Passes a request on to the real server, and its answer back, with the addresses changed that have to be. */
export async function relay(
  request: IncomingMessage,
  response: ServerResponse,
  site: Site,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = request
  const call: Call = {
    site,
    map: site.mapFor(headers.host ?? ''),
    meaning: site.meanings.find(method, url),
  }
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  try {
    const answer = await ask(request, call, gone.signal)
    await pass(answer, response, call)
  } catch (thrown) {
    if (gone.signal.aborted) return
    if (response.headersSent) response.destroy()
    else refuse(request, response, toProblem(thrown, site.real))
  }
}

async function ask(
  request: IncomingMessage,
  { site, map, meaning }: Call,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const { method = 'GET', url = '/' } = request
  const { body, length } = await rewriteBody(request, meaning, map)
  return site.dispatcher.request({
    // A path that begins with two slashes names no other host this way.
    origin: site.real,
    path: rewritePath(url, map),
    method,
    headers: buildServerHeaders(request.rawHeaders, map, length),
    body,
    signal,
  })
}

async function pass(
  answer: Dispatcher.ResponseData,
  response: ServerResponse,
  call: Call,
): Promise<void> {
  const { site, map } = call
  const changed = await change(answer, call)
  const headers = buildClientHeaders(answer.headers, {
    map,
    keepsIssuer: site.keepsIssuer,
    isChanged: changed.text !== undefined,
  })
  response.writeHead(answer.statusCode, headers)
  if (changed.text !== undefined) {
    response.end(changed.text)
    return
  }
  response.flushHeaders()
  if (changed.start) response.write(changed.start)
  await pipeline(answer.body, response)
}

interface Changed {
  /** The whole body in place of the one that came. */
  text?: Buffer
  /** What was read of a body that stays as it is. */
  start?: Buffer
}

/** Metadata, registrations and pages are read and changed; everything else is left in the stream. */
async function change(answer: Dispatcher.ResponseData, call: Call): Promise<Changed> {
  const type = String(answer.headers['content-type'] ?? '')
  const isPage = type.startsWith('text/html')
  if (!isPage && !(isRewritten(call.meaning) && type.includes('json'))) return {}
  const { bytes, isWhole } = await readStart(answer.body)
  const plain = isWhole
    ? await decode(bytes, String(answer.headers['content-encoding'] ?? 'identity'))
    : undefined
  const text = plain && (isPage ? rewritePage(plain, call.map) : rewriteJson(plain, call))
  return text ? { text } : { start: bytes }
}

/** Latin-1 keeps every byte, whatever the page's own encoding is. */
function rewritePage(page: Buffer, map: AddressMap): Buffer | undefined {
  const text = page.toString('latin1')
  const next = map.replaceAll(text)
  return next === text ? undefined : Buffer.from(next, 'latin1')
}

function rewriteJson(json: Buffer, { meaning, site, map }: Call): Buffer | undefined {
  const text = json.toString('utf8')
  if (meaning === 'server_metadata') site.meanings.learn(text)
  const next = rewriteDocument(meaning, text, { map, keepsIssuer: site.keepsIssuer })
  return next === undefined ? undefined : Buffer.from(next)
}

function toProblem(thrown: unknown, real: string): AppError {
  if (thrown instanceof AppError) return thrown
  return new AppError('PROVIDER_UNREACHABLE', {
    detail: describeFailure(thrown, new URL(real)),
    hint: 'The watch is open; the server behind it has to answer at this address.',
    cause: thrown,
  })
}

function refuse(request: IncomingMessage, response: ServerResponse, problem: AppError): void {
  endConnection(request, response)
  const text = JSON.stringify(problem.toProblem())
  response.writeHead(problem.status, { 'content-type': 'application/problem+json' })
  dropBody(request, () => response.end(text))
}
