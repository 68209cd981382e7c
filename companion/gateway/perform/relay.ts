import { type Dispatcher, errors } from 'undici'
import { endAnswer, endConnection } from '../../http/end-connection.ts'
import type { Call } from '../call/call.ts'
import { type CompleteCallDeps, completeCall } from '../verdict/complete-call.ts'
import type { Target } from '../api/compiled-api.ts'
import { readFraming } from '../request/framing.ts'
import { BodyCapture } from '../../recorder/body-capture.ts'
import { countBodyBytes } from '../call/count-body-bytes.ts'
import { buildCallerHeaders, dropLength } from './response-headers.ts'
import { sendRefusal } from '../answer/send-refusal.ts'
import { refuseGoneCaller, refuseUpstream } from './upstream-fault.ts'

/** What the socket writes at once; above it a copy would cost more than it saves. */
const MAX_ONE_WRITE = 8 * 1024

/** What the upstream is asked for. */
export interface UpstreamRequest {
  target: Target
  /** With its query. */
  path: string
  headers: readonly string[]
}

/**
 * Streams an upstream's answer to the caller, with back-pressure. When the upstream's answer is cut off,
 * the caller's connection is cut off too, so that half a body never ends cleanly.
 *
 * It takes undici's events as they come. By its newer names (`onRequestStart` and so on) undici would
 * put an adapter in between, which reads all fields into an object that is not needed here.
 */
export class Relay implements Dispatcher.DispatchHandler {
  readonly #deps: CompleteCallDeps
  readonly #call: Call
  readonly #upstream: UpstreamRequest
  /** Present for a recorded call only. */
  readonly #body: BodyCapture | undefined
  readonly #startedAtMs: number
  readonly #started: number
  #abort: ((reason: Error) => void) | undefined
  #resume: (() => void) | undefined
  #upstreamHeaders: readonly string[] = []
  /** Of the body, as announced; -1 when it is not. */
  #length = -1
  /** A short body that arrived complete: sent together with the headers, in one write. */
  #whole: Buffer | undefined
  #isDone = false
  #timer: NodeJS.Timeout | undefined

  constructor(deps: CompleteCallDeps, call: Call, upstream: UpstreamRequest) {
    this.#deps = deps
    this.#call = call
    this.#upstream = upstream
    this.#body = call.isRecorded ? new BodyCapture(call) : undefined
    this.#startedAtMs = call.isRecorded ? Date.now() : 0
    this.#started = call.isRecorded ? performance.now() : 0
    call.response.on('close', () => this.#stop())
  }

  onConnect(abort: (reason?: Error) => void): void {
    this.#abort = abort
    if (this.#isDone) abort(new Error('The caller is gone'))
  }

  /**
   * Gives the upstream so many milliseconds for the beginning of its answer. undici's own timers are
   * coarse: they may fire a second late.
   */
  endWithin(timeoutMs: number): void {
    if (this.#isDone || this.#call.response.headersSent) return
    this.#timer = setTimeout(() => {
      const late = new errors.HeadersTimeoutError()
      this.fail(late)
      this.#abort?.(late)
    }, timeoutMs)
  }

  onHeaders(status: number, raw: readonly (Buffer | string)[], resume: () => void): boolean {
    this.#resume = resume
    if (status >= 200 && !this.#isDone) this.#start(status, raw)
    return true
  }

  #start(status: number, raw: readonly (Buffer | string)[]): void {
    clearTimeout(this.#timer)
    const { facts, verdict, request, response, method } = this.#call
    const fields = readFields(raw)
    const isEmpty = status === 204 || status === 205
    const headers = buildCallerHeaders(isEmpty ? dropLength(fields) : fields, verdict, facts)
    // Answered before the caller has sent everything: what the caller still sends is dropped.
    if (!request.complete) endConnection(request, response)
    // Refuses what no answer may hold; undici passes the throw on to onError.
    response.writeHead(status, headers)
    this.#upstreamHeaders = fields
    this.#length = readLength(fields)
    facts.upstreamPath = cutQuery(this.#upstream.path)
    facts.upstreamStatus = status
    this.#call.status = status
    this.#call.answer = { headers }
    // A 304 may carry the length of the 200, which undici takes for a body that is missing.
    if (method === 'HEAD' || isEmpty || status === 304) this.#finish()
  }

  onData(chunk: Buffer): boolean {
    if (this.#isDone) return true
    countBodyBytes(chunk.length)
    this.#body?.take(chunk)
    if (chunk.length === this.#length && chunk.length <= MAX_ONE_WRITE) {
      this.#whole = chunk
      return true
    }
    const { response } = this.#call
    const isTaken = response.write(chunk)
    if (!isTaken) response.once('drain', () => this.#resume?.())
    return isTaken
  }

  onComplete(): void {
    if (!this.#isDone) this.#finish()
  }

  onError(thrown: Error): void {
    this.fail(thrown)
  }

  /** The upstream failed: an error for the caller when nothing was sent, else a broken connection. */
  fail(thrown: unknown): void {
    if (this.#isDone) return
    this.#isDone = true
    clearTimeout(this.#timer)
    const { response } = this.#call
    this.#releaseRequest()
    this.#record(thrown instanceof Error ? thrown.message : 'The connection failed')
    const refusal = refuseUpstream(this.#upstream.target, thrown)
    if (!response.headersSent) return sendRefusal(this.#deps, this.#call, refusal)
    this.#call.refusal = refusal
    this.#keepAnswer()
    completeCall(this.#deps, this.#call)
    response.destroy()
  }

  #finish(): void {
    this.#isDone = true
    this.#releaseRequest()
    this.#record()
    this.#keepAnswer()
    completeCall(this.#deps, this.#call)
    const { request, response } = this.#call
    if (this.#whole) {
      // Latin-1 keeps every byte, and Node joins a string body to the headers. Uncorked before `end`,
      // headers and body are one plain write; `end` would add an empty chunk and make a vectored write of
      // both.
      response.write(this.#whole.toString('latin1'), 'latin1')
      response.socket?.uncork()
    }
    if (request.complete) response.end()
    else endAnswer(request, response)
  }

  /** The caller has disconnected before the end of the answer. */
  #stop(): void {
    if (this.#isDone) return
    this.#isDone = true
    clearTimeout(this.#timer)
    this.#abort?.(new Error('The caller is gone'))
    this.#record('The caller closed the connection')
    this.#call.refusal = refuseGoneCaller()
    this.#call.status = this.#call.refusal.status
    this.#call.answer = undefined
    completeCall(this.#deps, this.#call)
  }

  /** Reads and drops the rest of the caller's body, so that the caller can receive the answer. */
  #releaseRequest(): void {
    const { request } = this.#call
    if (request.complete) return
    request.unpipe()
    request.resume()
  }

  #keepAnswer(): void {
    const { answer } = this.#call
    if (answer && this.#body) this.#call.answer = { ...answer, ...this.#body.read() }
  }

  #record(failure?: string): void {
    if (!this.#call.isRecorded) return
    const { method, facts, requestBody, verdict } = this.#call
    const { target, path, headers } = this.#upstream
    const status = facts.upstreamStatus
    this.#deps.recorder.record({
      startedAtMs: this.#startedAtMs,
      durationMs: performance.now() - this.#started,
      from: 'gateway',
      to: 'upstream',
      label: 'Proxy to upstream',
      request: {
        method,
        url: target.origin + path,
        headers: ['Host', target.host, ...headers],
        ...requestBody?.read(),
      },
      ...(status !== undefined && {
        response: { status, headers: this.#upstreamHeaders, ...this.#body?.read() },
      }),
      ...(failure !== undefined && { failure }),
      verdict,
    })
  }
}

/** Alternating names and values, as Latin-1, which holds every byte. */
function readFields(raw: readonly (Buffer | string)[]): string[] {
  const fields: string[] = []
  for (const item of raw) fields.push(typeof item === 'string' ? item : item.toString('latin1'))
  return fields
}

/** The announced length of a body, -1 when there is none. */
function readLength(fields: readonly string[]): number {
  const { length } = readFraming(fields)
  return length === undefined ? -1 : Number(length)
}

function cutQuery(path: string): string {
  const mark = path.indexOf('?')
  return mark === -1 ? path : path.slice(0, mark)
}
