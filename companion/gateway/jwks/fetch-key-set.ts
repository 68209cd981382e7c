import { Agent, type Dispatcher, request } from 'undici'
import { type ConnectGuard, createGuardedConnector } from '../../outgoing/egress.ts'
import type { Recorder } from '../../recorder/recorder.ts'
import type { Word } from '#shared/messages/catalogue.ts'
import { KeySetProblem } from './key-set-problem.ts'

const MAX_BYTES = 256 * 1024
const TIMEOUT_MS = 5_000
const REQUEST_HEADERS = ['accept', 'application/jwk-set+json, application/json']

export interface FetchKeySetDeps {
  dispatcher: Dispatcher
  recorder: Pick<Recorder, 'record'>
}

interface Answer {
  status: number
  /** Alternating names and values. */
  headers: string[]
  body: Buffer
}

/** Fetches the text of a key set, for the verdict with this id; as `fetchKeySet` does. */
export type FetchText = (url: string, verdict: string) => Promise<string>

export interface KeySetFetcher {
  fetchText: FetchText
  close(): Promise<void>
}

/** Fetches over separate connections, to addresses that are checked and pinned. */
export function createKeySetFetcher(
  recorder: FetchKeySetDeps['recorder'],
  guard: Omit<ConnectGuard, 'timeoutMs'>,
): KeySetFetcher {
  const dispatcher = new Agent({
    connect: createGuardedConnector({ ...guard, timeoutMs: 3_000 }),
    connections: 4,
  })
  return {
    fetchText: (url, verdict) => fetchKeySet({ dispatcher, recorder }, url, verdict),
    close: () => dispatcher.destroy(),
  }
}

/**
 * Fetches the text of a key set: 5 s, 256 KiB, no redirects, status 200. The call is recorded.
 *
 * @param verdict - Id of the verdict in the making.
 * @throws KeySetProblem
 */
export async function fetchKeySet(
  deps: FetchKeySetDeps,
  url: string,
  verdict: string,
): Promise<string> {
  const startedAtMs = Date.now()
  const started = performance.now()
  const answer: Answer = { status: 0, headers: [], body: Buffer.alloc(0) }
  let problem: Word | undefined
  let failure: string | undefined
  try {
    await readAnswer(deps.dispatcher, url, answer)
    if (answer.status !== 200)
      problem = { code: 'KEY_SET_STATUS', facts: { status: answer.status } }
  } catch (thrown) {
    problem = explain(thrown)
    failure = thrown instanceof Error ? thrown.message : 'The connection failed'
  }
  const { status, headers, body } = answer
  deps.recorder.record({
    startedAtMs,
    durationMs: performance.now() - started,
    from: 'gateway',
    to: 'idp',
    label: 'Fetch key set',
    request: { method: 'GET', url, headers: REQUEST_HEADERS },
    ...(status > 0 && { response: { status, headers, body, sizeBytes: body.length } }),
    ...(failure !== undefined && { failure }),
    verdict,
  })
  if (problem) throw new KeySetProblem(problem)
  return body.toString('utf8')
}

async function readAnswer(dispatcher: Dispatcher, url: string, answer: Answer): Promise<void> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const response = await request(url, { dispatcher, headers: REQUEST_HEADERS, signal })
  answer.status = response.statusCode
  answer.headers = flattenHeaders(response.headers)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    size += chunk.length
    // Leaving the loop destroys the body, and with it the connection: nothing more is read.
    if (size > MAX_BYTES) throw fail('The answer is larger than 256 KiB', TOO_LARGE)
    chunks.push(chunk)
    answer.body = chunks.length === 1 ? chunk : Buffer.concat(chunks)
  }
}

function flattenHeaders(headers: Record<string, string | string[] | undefined>): string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().flatMap((item) => [name, item]),
  )
}

const TOO_LARGE = 'ANSWER_TOO_LARGE'

function fail(message: string, code: string): Error {
  return Object.assign(new Error(message), { code })
}

function explain(thrown: unknown): Word {
  if (!(thrown instanceof Error)) return { code: 'KEY_SET_CONNECTION' }
  if (thrown.name === 'TimeoutError')
    return { code: 'KEY_SET_TOO_SLOW', facts: { seconds: TIMEOUT_MS / 1000 } }
  const { code: errno = thrown.name } = thrown as NodeJS.ErrnoException
  if (errno === TOO_LARGE)
    return { code: 'KEY_SET_TOO_LARGE', facts: { kibibytes: MAX_BYTES / 1024 } }
  if (errno === 'ECONNREFUSED') return { code: 'KEY_SET_REFUSED' }
  if (errno === 'ENOTFOUND' || errno === 'EAI_AGAIN') return { code: 'KEY_SET_HOST_UNKNOWN' }
  if (errno === 'ADDRESS_REFUSED' || errno === 'OWN_LISTENER')
    return { code: 'KEY_SET_ADDRESS_GUARDED' }
  return { code: 'KEY_SET_CONNECTION_CODE', facts: { errno } }
}
