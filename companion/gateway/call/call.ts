import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Case } from '../decide/case.ts'
import { openFacts } from '../decide/facts.ts'
import type { Refusal } from '../outcome/refusal.ts'
import type { BodyCapture } from '../../recorder/body-capture.ts'

/** One request of a caller, from its first to its last byte; also the case of the checks. */
export interface Call extends Case {
  request: IncomingMessage
  response: ServerResponse
  /** Milliseconds since the epoch. */
  startedAtMs: number
  /** Monotonic milliseconds. */
  started: number
  /** False for calls under load that get a verdict, but no recorded exchange. */
  isRecorded: boolean
  refusal: Refusal | undefined
  /** The answer to the caller. */
  status: number
  durationMs: number
  /** Id of the recorded exchange between caller and gateway. */
  exchange: string | undefined
  requestBody: BodyCapture | undefined
  answer: CallAnswer | undefined
}

export interface CallAnswer {
  /** Alternating names and values. */
  headers: readonly string[]
  /** At most the first 64 KiB. */
  body?: Buffer | undefined
  sizeBytes?: number | undefined
  /** The text by which the caller knows a refusal. */
  error?: string
}

/** Distinguishes the calls of this process from those of other processes. */
const prefix = `v${randomBytes(6).toString('base64url')}-`
let opened = 0

export interface CallTraits {
  isHostAllowed: boolean
  isRecorded: boolean
}

export function openCall(
  request: IncomingMessage,
  response: ServerResponse,
  { isHostAllowed, isRecorded }: CallTraits,
): Call {
  const { socket, rawHeaders, httpVersion } = request
  const target = request.url ?? ''
  const mark = target.indexOf('?')
  return {
    verdict: prefix + (opened += 1).toString(36),
    request,
    response,
    startedAtMs: Date.now(),
    started: performance.now(),
    method: request.method ?? '',
    target,
    path: mark === -1 ? target : target.slice(0, mark),
    httpVersion,
    rawHeaders,
    isHostAllowed,
    peer: socket.remoteAddress ?? '',
    connection: socket,
    isRecorded,
    facts: openFacts(),
    refusal: undefined,
    status: 0,
    durationMs: 0,
    exchange: undefined,
    requestBody: undefined,
    answer: undefined,
  }
}
