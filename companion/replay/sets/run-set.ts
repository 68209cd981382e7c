import { randomUUID } from 'node:crypto'
import type { Attempt } from '#shared/contract/replay/attempt.ts'
import type {
  ResultState,
  SetRequest,
  SetResult,
  SetRun,
} from '#shared/contract/replay/replay-set.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { readHeaderLines } from '../../recorder/header-lines.ts'
import { checkAssertion } from '../assertions/check-assertion.ts'
import { CheckTime } from '../assertions/check-time.ts'
import type { CheckedAnswer } from '../assertions/checked-answer.ts'
import { findHeader } from '../request/build-headers.ts'
import { decodeStart } from '../send/decode-start.ts'
import { sendAttempt, type SendAttemptDeps, type SentAttempt } from '../send/send-attempt.ts'

/** How much of an answer assertions look at. */
const CHECKED_BYTES = 1024 * 1024

export type RunRequest = SetRequest & { id: string }

export interface RunOrder {
  name: string
  requests: readonly RunRequest[]
  /** The thread of the attempts of a request. */
  nameThread: (request: RunRequest) => string
  /** Called for each attempt. @returns More about the result, such as the attempt to compare with. */
  keep: (attempt: Attempt, request: RunRequest) => Promise<Partial<SetResult>>
  signal: AbortSignal
}

/** Sends the requests of a set one after the other and compares the answers with what is expected. */
export async function runSet(deps: SendAttemptDeps, order: RunOrder): Promise<SetRun> {
  const startedAtMs = Date.now()
  const start = performance.now()
  const results: SetResult[] = []
  const time = new CheckTime()
  for (const one of order.requests) results.push(await runRequest(deps, { ...order, time }, one))
  return {
    id: randomUUID(),
    name: order.name,
    at: new Date(startedAtMs).toISOString(),
    state: findWorst(results),
    duration_ms: round(performance.now() - start),
    results,
  }
}

async function runRequest(
  deps: SendAttemptDeps,
  { nameThread, keep, signal, time }: RunOrder & { time: CheckTime },
  one: RunRequest,
): Promise<SetResult> {
  const { id, name, request, assertions } = one
  const base = { request: id, name, method: request.method, url: request.url }
  try {
    signal.throwIfAborted()
    const sent = await sendAttempt(deps, {
      request,
      name,
      thread: nameThread(one),
      signal,
      keepBytes: CHECKED_BYTES,
    })
    const { answer, failure, verdict, duration_ms } = sent.attempt
    const checkedAnswer = await readAnswer(sent)
    const checked = assertions.map((assertion) => checkAssertion(assertion, checkedAnswer, time))
    const isMet = answer !== undefined && checked.every(({ is_met }) => is_met)
    return {
      ...base,
      state: isMet ? 'passed' : 'failed',
      assertions: checked,
      ...(answer && { status: answer.status }),
      ...(failure !== undefined && { failure }),
      ...(verdict && { verdict }),
      duration_ms,
      ...(await keep(sent.attempt, one)),
    }
  } catch (thrown) {
    return {
      ...base,
      state: 'error',
      assertions: [],
      failure: explain(thrown, signal),
      duration_ms: 0,
    }
  }
}

/** @throws Whatever is no refusal but a bug of this program. */
function explain(thrown: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'It was not sent: the run was cancelled.'
  if (!(thrown instanceof AppError)) throw thrown
  return `It was not sent. ${[thrown.message, thrown.options.hint].filter(Boolean).join(' ')}`
}

async function readAnswer({ attempt, received, mask }: SentAttempt): Promise<CheckedAnswer> {
  const headers = readHeaderLines(received?.headers ?? [])
  const coding = findHeader(headers, 'content-encoding')
  const decoded =
    received && coding !== undefined
      ? await decodeStart(received.start, coding, CHECKED_BYTES)
      : undefined
  const bytes = decoded?.bytes ?? received?.start
  return {
    status: received?.status,
    headers,
    body: bytes?.toString('utf8'),
    isCut: decoded?.isCut === true || (received?.start.length ?? 0) < (received?.sizeBytes ?? 0),
    verdict: attempt.verdict,
    method: attempt.sent.method,
    mask,
  }
}

function findWorst(results: readonly SetResult[]): ResultState {
  const states = new Set(results.map(({ state }) => state))
  return states.has('error') ? 'error' : states.has('failed') ? 'failed' : 'passed'
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10
}
