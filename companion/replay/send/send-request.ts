import { type Dispatcher, request } from 'undici'
import { describeFailure } from '../../outgoing/describe-failure.ts'
import type { BuiltRequest } from '../request/build-request.ts'
import { AnswerCapture } from './answer-capture.ts'

/** How long an answer and each of its parts may take, and the whole call. */
export const REPLAY_PATIENCE_MS = { connect: 5_000, headers: 60_000, body: 60_000 }
const WHOLE_CALL_MS = 15 * 60_000

export interface SendOptions {
  dispatcher: Dispatcher
  /** Cancels the call. */
  signal: AbortSignal
  /** How much of the answer is kept. */
  keepBytes: number
}

/** What came of a call: an answer, a failure, or an answer that broke off. */
export interface Sent {
  startedAtMs: number
  durationMs: number
  answer?: ReceivedAnswer | undefined
  failure?: string | undefined
}

export interface ReceivedAnswer {
  status: number
  /** Alternating names and values. */
  headers: string[]
  /** The first bytes of the body as they arrived. */
  start: Buffer
  sizeBytes: number
  sha256: string
}

/** Sends a request once. Bodies are streamed both ways; no redirect is followed and nothing is tried again. */
export async function sendRequest(built: BuiltRequest, options: SendOptions): Promise<Sent> {
  const { dispatcher, keepBytes } = options
  const startedAtMs = Date.now()
  const start = performance.now()
  const capture = new AnswerCapture(keepBytes)
  let head: Pick<ReceivedAnswer, 'status' | 'headers'> | undefined
  let failure: string | undefined
  try {
    const { content } = built.body
    const answer = await request(built.url, {
      method: built.method,
      headers: built.headers.flat(),
      body: typeof content === 'function' ? content() : content,
      dispatcher,
      responseHeaders: 'raw',
      signal: AbortSignal.any([options.signal, AbortSignal.timeout(WHOLE_CALL_MS)]),
    })
    head = { status: answer.statusCode, headers: answer.headers as unknown as string[] }
    for await (const chunk of answer.body as AsyncIterable<Buffer>) capture.take(chunk)
  } catch (thrown) {
    failure = describe(thrown, { built, isCancelled: options.signal.aborted })
    if (head) failure = `The answer broke off after ${capture.sizeBytes} bytes. ${failure}`
  }
  return {
    startedAtMs,
    durationMs: Math.round((performance.now() - start) * 10) / 10,
    answer: head && { ...head, ...capture.read() },
    failure,
  }
}

function describe(
  thrown: unknown,
  { built, isCancelled }: { built: BuiltRequest; isCancelled: boolean },
): string {
  if (isCancelled) return 'The call was cancelled before its answer was complete.'
  if ((thrown as Error).name === 'TimeoutError')
    return `${built.url.origin} did not answer within ${WHOLE_CALL_MS / 60_000} minutes.`
  return describeFailure(thrown, built.url, REPLAY_PATIENCE_MS)
}
