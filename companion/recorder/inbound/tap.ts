import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { BodyCapture } from '../body-capture.ts'
import type { RawExchange } from '../recorder.ts'

/** A request that came in, and what was answered, as both went over the wire. */
export type Overheard = Pick<
  RawExchange,
  'startedAtMs' | 'durationMs' | 'request' | 'response' | 'failure' | 'peer'
>

type Listener = (overheard: Overheard) => void

/**
 * Listens to a request and its answer without changing either. Call before anything reads or answers.
 *
 * @param origin - What stands before the path in the recorded address.
 * @param listener - Called once, before the caller has the last byte of the answer, or when the connection
 * ends without one.
 */
export function overhear(
  request: IncomingMessage,
  response: ServerResponse,
  { origin, listener }: { origin: string; listener: Listener },
): void {
  const startedAtMs = Date.now()
  const started = performance.now()
  const asked = captureRequest(request)
  const { method = '', url = '', rawHeaders } = request
  const peer = namePeer(request.socket)
  let isTold = false
  const tell = (isWhole: boolean): void => {
    if (isTold) return
    isTold = true
    listener({
      startedAtMs,
      durationMs: performance.now() - started,
      ...(peer !== undefined && { peer }),
      request: {
        method,
        url: url.startsWith('/') ? origin + url : url,
        headers: rawHeaders,
        ...asked.read(),
      },
      ...(isWhole
        ? {
            response: {
              status: response.statusCode,
              headers: answer.headers(),
              ...answer.body.read(),
            },
          }
        : { failure: 'The connection ended before the answer was complete' }),
    })
  }
  const answer = captureAnswer(response, () => tell(true))
  response.once('close', () => tell(false))
}

/** Address and port of a caller, such as `127.0.0.1:50312`. */
export function namePeer({ remoteAddress, remotePort }: Socket): string | undefined {
  return remoteAddress === undefined || remotePort === undefined
    ? undefined
    : `${remoteAddress.replace(/^::ffff:/, '')}:${remotePort}`
}

/** What the parser pushes is captured, so that nothing has to read the body, and what reads it gets all of it. */
function captureRequest(request: IncomingMessage): BodyCapture {
  const capture = new BodyCapture({ isRecorded: true })
  const push = request.push.bind(request)
  request.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (Buffer.isBuffer(chunk)) capture.take(chunk)
    return push(chunk, encoding)
  }
  return capture
}

type Write = (...given: unknown[]) => unknown

interface Answer {
  /** Alternating names and values, as far as the program has set them. */
  headers: () => string[]
  body: BodyCapture
}

/** @param end - Called when the last piece is about to be sent. */
function captureAnswer(response: ServerResponse, end: () => void): Answer {
  const body = new BodyCapture({ isRecorded: true })
  let given: readonly string[] = []
  const own = response as unknown as Record<'write' | 'end' | 'writeHead', Write>
  const write = own.write.bind(response)
  const close = own.end.bind(response)
  const writeHead = own.writeHead.bind(response)
  const take = (chunk: unknown, encoding: unknown): void => {
    if (response.req.method === 'HEAD') return
    if (typeof chunk === 'string')
      body.take(Buffer.from(chunk, typeof encoding === 'string' ? (encoding as 'utf8') : 'utf8'))
    else if (chunk instanceof Uint8Array) body.take(Buffer.from(chunk))
  }
  own.write = (...args) => {
    take(args[0], args[1])
    return write(...args)
  }
  own.end = (...args) => {
    take(args[0], args[1])
    end()
    return close(...args)
  }
  own.writeHead = (...args) => {
    given = flattenHeaders(args.at(-1))
    return writeHead(...args)
  }
  return { body, headers: () => listHeaders(response, given) }
}

/** As `writeHead` accepts them: alternating names and values, or an object. */
function flattenHeaders(headers: unknown): string[] {
  if (Array.isArray(headers)) return headers.flat().map(String)
  if (typeof headers !== 'object' || headers === null) return []
  return Object.entries(headers).flatMap(([name, value]) =>
    [value as unknown].flat().flatMap((one) => [name, String(one)]),
  )
}

/** The ones that Node adds by itself are not among them. */
function listHeaders(response: ServerResponse, given: readonly string[]): string[] {
  const set = response
    .getHeaderNames()
    .flatMap((name) =>
      [response.getHeader(name) ?? []].flat().flatMap((value) => [name, String(value)]),
    )
  const isSet = (name: string): boolean => response.hasHeader(name)
  return [...set, ...given.filter((_text, at) => !isSet(given[at - (at % 2)] ?? ''))]
}
