import type { Dispatcher } from 'undici'
import type { Recorder } from '../../recorder/recorder.ts'
import type { Call } from '../call.ts'
import type { Refusal } from '../decide/refusal.ts'
import { readValues } from '../decide/wire-guard.ts'
import { BodyCapture } from './body-capture.ts'
import { buildCallerHeaders } from './response-headers.ts'
import { refuseGoneCaller } from './upstream-fault.ts'

/** What the socket writes at once; above it a copy would cost more than it saves. */
const MAX_ONE_WRITE = 8 * 1024

export interface RelayDeps {
  recorder: Pick<Recorder, 'record'>
  origin: string
  /** What the upstream is asked for, with its query. */
  path: string
  host: string
  headers: readonly string[]
  /** The answer is complete, or has broken off; the last byte has not been sent. */
  onComplete: () => void
  /** What the upstream's failure means. */
  explain: (thrown: unknown) => Refusal
  /** The upstream failed, and no answer has begun. */
  onFault: (refusal: Refusal) => void
}

/**
 * Hands an upstream's answer on to the caller, with back-pressure. An answer that breaks off breaks
 * off at the caller, too: never a clean end to half a body.
 */
export class Relay implements Dispatcher.DispatchHandler {
  readonly #call: Call
  readonly #deps: RelayDeps
  readonly #body = new BodyCapture()
  readonly #startedAtMs = Date.now()
  readonly #started = performance.now()
  #controller: Dispatcher.DispatchController | undefined
  #upstreamHeaders: readonly string[] = []
  /** Of the body, as announced; -1 when it is not. */
  #length = -1
  /** A short body that came at once: it goes out with the headers, in one write. */
  #whole: Buffer | undefined
  #isDone = false

  constructor(call: Call, deps: RelayDeps) {
    this.#call = call
    this.#deps = deps
    call.response.on('close', () => this.#stop())
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#isDone) controller.abort(new Error('The caller is gone'))
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200 || this.#isDone) return
    const { facts, id, response, request } = this.#call
    const raw = (controller.rawHeaders ?? []) as readonly (Buffer | string)[]
    const fields = raw.map((item) => (typeof item === 'string' ? item : item.toString('latin1')))
    const headers = buildCallerHeaders(fields, id, facts)
    // Refuses what no answer may hold; undici passes the throw on to onResponseError.
    response.writeHead(status, headers)
    this.#upstreamHeaders = fields
    this.#length = readLength(fields)
    facts.upstreamUrl = this.#deps.origin + cutQuery(this.#deps.path)
    facts.upstreamStatus = status
    this.#call.status = status
    this.#call.answer = { headers }
    // A 304 may carry the length of the 200, which undici takes for a body that is missing.
    if (request.method === 'HEAD' || status === 204 || status === 304) this.#finish()
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isDone) return
    if (this.#call.isRecorded) this.#body.take(chunk)
    if (chunk.length === this.#length && chunk.length <= MAX_ONE_WRITE) {
      this.#whole = chunk
      return
    }
    const { response } = this.#call
    if (response.write(chunk)) return
    controller.pause()
    response.once('drain', () => controller.resume())
  }

  onResponseEnd(): void {
    if (!this.#isDone) this.#finish()
  }

  onResponseError(_controller: unknown, thrown: Error): void {
    this.fail(thrown)
  }

  /** The upstream failed: an error for the caller when nothing was sent, else a broken connection. */
  fail(thrown: unknown): void {
    if (this.#isDone) return
    this.#isDone = true
    const { response } = this.#call
    this.#releaseRequest()
    this.#record(thrown instanceof Error ? thrown.message : 'The connection failed')
    const refusal = this.#deps.explain(thrown)
    if (!response.headersSent) return this.#deps.onFault(refusal)
    this.#call.refusal = refusal
    this.#keepAnswer()
    this.#deps.onComplete()
    response.destroy()
  }

  #finish(): void {
    this.#isDone = true
    this.#releaseRequest()
    this.#record()
    this.#keepAnswer()
    this.#deps.onComplete()
    const { response } = this.#call
    // Latin-1 holds every byte as it is. Node joins a text to the headers; a buffer would be a write
    // of its own kind (writev), which costs twice as much.
    if (this.#whole) response.end(this.#whole.toString('latin1'), 'latin1')
    else response.end()
  }

  /** The caller is gone before its time. */
  #stop(): void {
    if (this.#isDone) return
    this.#isDone = true
    this.#controller?.abort(new Error('The caller is gone'))
    this.#record('The caller closed the connection')
    this.#call.refusal = refuseGoneCaller()
    this.#call.status = this.#call.refusal.status
    this.#call.answer = undefined
    this.#deps.onComplete()
  }

  /** What is left of the caller's body is read and thrown away, so that the answer gets through. */
  #releaseRequest(): void {
    const { request } = this.#call
    if (request.complete) return
    request.unpipe()
    request.resume()
  }

  #keepAnswer(): void {
    const { answer } = this.#call
    if (answer) this.#call.answer = { ...answer, ...this.#body.read() }
  }

  #record(failure?: string): void {
    if (!this.#call.isRecorded) return
    const { request, facts, requestBody, id } = this.#call
    const { recorder, origin, path, host, headers } = this.#deps
    const status = facts.upstreamStatus
    recorder.record({
      startedAtMs: this.#startedAtMs,
      durationMs: performance.now() - this.#started,
      from: 'gateway',
      to: 'upstream',
      label: 'Proxy to upstream',
      request: {
        method: request.method ?? '',
        url: origin + path,
        headers: ['Host', host, ...headers],
        ...requestBody?.read(),
      },
      ...(status !== undefined && {
        response: { status, headers: this.#upstreamHeaders, ...this.#body.read() },
      }),
      ...(failure !== undefined && { failure }),
      verdict: id,
    })
  }
}

/** The announced length of a body, -1 when there is none. */
function readLength(fields: readonly string[]): number {
  const [length] = readValues(fields, 'content-length')
  return length === undefined ? -1 : Number(length)
}

function cutQuery(path: string): string {
  const mark = path.indexOf('?')
  return mark === -1 ? path : path.slice(0, mark)
}
