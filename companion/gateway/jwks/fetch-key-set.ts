import { Agent, type Dispatcher, request } from 'undici'
import { guardedLookup, isBlockedAddress } from '../../outgoing/egress.ts'
import type { Recorder } from '../../recorder/recorder.ts'

const MAX_BYTES = 256 * 1024
const TIMEOUT_MS = 5_000
const REQUEST_HEADERS = ['accept', 'application/jwk-set+json, application/json']

export interface FetchKeySetDeps {
  dispatcher: Dispatcher
  recorder: Pick<Recorder, 'record'>
}

interface Answer {
  status: number
  /** Names and values in turn. */
  headers: string[]
  body: Buffer
}

/** Fetches the text of a key set, for the verdict with this id; as `fetchKeySet` does. */
export type FetchText = (url: string, verdict: string) => Promise<string>

export interface KeySetFetcher {
  fetchText: FetchText
  close(): Promise<void>
}

/** Fetches over connections of its own, to addresses that are checked and pinned. */
export function createKeySetFetcher(recorder: FetchKeySetDeps['recorder']): KeySetFetcher {
  const dispatcher = new Agent({
    connect: { lookup: guardedLookup, timeout: 3_000 },
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
 * @throws Error with the reason as the end of a sentence.
 */
export async function fetchKeySet(
  deps: FetchKeySetDeps,
  url: string,
  verdict: string,
): Promise<string> {
  const startedAtMs = Date.now()
  const started = performance.now()
  const answer: Answer = { status: 0, headers: [], body: Buffer.alloc(0) }
  let failure: string | undefined
  try {
    await readAnswer(deps.dispatcher, url, answer)
    if (answer.status !== 200) failure = `the answer has status ${answer.status}`
  } catch (thrown) {
    failure = explain(thrown)
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
  if (failure !== undefined) throw new Error(failure)
  return body.toString('utf8')
}

async function readAnswer(dispatcher: Dispatcher, url: string, answer: Answer): Promise<void> {
  const { hostname } = new URL(url)
  if (isBlockedAddress(hostname.replace(/^\[|\]$/g, '')))
    throw new Error('the address is one that the gateway never calls')
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const response = await request(url, { dispatcher, headers: REQUEST_HEADERS, signal })
  answer.status = response.statusCode
  answer.headers = flattenHeaders(response.headers)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    size += chunk.length
    // Leaving the loop destroys the body, and with it the connection: nothing more is read.
    if (size > MAX_BYTES) throw new Error('the answer is larger than 256 KiB')
    chunks.push(chunk)
    answer.body = chunks.length === 1 ? chunk : Buffer.concat(chunks)
  }
}

function flattenHeaders(headers: Record<string, string | string[] | undefined>): string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().flatMap((item) => [name, item]),
  )
}

function explain(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'the connection failed'
  if (thrown.name === 'TimeoutError')
    return `there was no whole answer within ${TIMEOUT_MS / 1000} s`
  const { code } = thrown as NodeJS.ErrnoException
  if (code === 'ECONNREFUSED') return 'nothing listens at that address'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host name is not known'
  if (code === 'ADDRESS_REFUSED') return 'the address is one that the gateway never calls'
  return code === undefined ? thrown.message : `the connection failed (${code})`
}
