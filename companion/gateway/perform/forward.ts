import { PassThrough } from 'node:stream'
import type { Call } from '../call/call.ts'
import type { CompleteCallDeps } from '../verdict/complete-call.ts'
import { type Route, readRest } from '../api/route.ts'
import { readFraming } from '../request/framing.ts'
import { BodyCapture } from '../../recorder/body-capture.ts'
import { countBodyBytes } from '../call/count-body-bytes.ts'
import { Relay } from './relay.ts'
import { buildUpstreamHeaders } from './request-headers.ts'
import { createBodyLimitError } from './upstream-fault.ts'
import { joinUpstreamPath } from './upstream-path.ts'
import type { UpstreamPools } from './upstream-pools.ts'

export interface ForwardDeps extends CompleteCallDeps {
  pools: UpstreamPools
}

/**
 * Streams a call to its upstream and the answer back, each as fast as its reader takes it. Nothing is
 * retried and no redirect is followed.
 *
 * @see [RFC 9110 §7.6](https://www.rfc-editor.org/rfc/rfc9110.html#section-7.6)
 */
export function forward(deps: ForwardDeps, call: Call, route: Route): void {
  const { api } = route
  const { method, target, rawHeaders, peer } = call
  const mark = target.indexOf('?')
  const query = mark === -1 ? undefined : target.slice(mark + 1)
  const path = joinUpstreamPath(api, { path: call.path, rest: readRest(route, call.path), query })
  const headers = buildUpstreamHeaders(api, { rawHeaders, peer })
  const relay = new Relay(deps, call, { target: api.target, path, headers })
  try {
    const pool = deps.pools.get(api.target)
    const { timeoutMs } = call.facts
    const body = openBody(call, api.endpoints.maxBodyBytes)
    const request = { path, method, headers, body }
    pool.dispatch(request, relay)
    if (timeoutMs !== undefined) relay.endWithin(timeoutMs)
  } catch (thrown) {
    relay.fail(thrown)
  }
}

/**
 * The caller's body as a separate stream: a failing upstream destroys this stream, and the caller's
 * connection has to survive that to carry the error.
 */
function openBody(call: Call, maxBytes: number): PassThrough | null {
  const { length, coding } = readFraming(call.rawHeaders)
  if (coding === undefined && (length === undefined || length === '0')) return null
  const capture = new BodyCapture(call)
  call.requestBody = capture
  const body = new PassThrough()
  call.request.on('data', (chunk: Buffer) => {
    countBodyBytes(chunk.length)
    capture.take(chunk)
    if (maxBytes > 0 && capture.sizeBytes > maxBytes) body.destroy(createBodyLimitError(maxBytes))
  })
  return call.request.pipe(body)
}
