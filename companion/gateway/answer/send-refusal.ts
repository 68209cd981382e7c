import { VERDICT_HEADER } from '#shared/contract/verdict.ts'
import { DRAIN_BYTES, endAnswer, endConnection, isEnding } from '../../http/end-connection.ts'
import type { Call } from '../call/call.ts'
import { type CompleteCallDeps, completeCall } from '../verdict/complete-call.ts'
import { renderBearerAnswer } from './bearer-answer.ts'
import { type OwnAnswer, renderTykAnswer } from '../outcome/own-answer.ts'
import { challengeCaller } from '../endpoint/protected-resource.ts'
import { RATE_HEADERS, readRateHeaders } from './rate-headers.ts'
import type { Refusal } from '../outcome/refusal.ts'
import type { Reply } from '../outcome/reply.ts'
import { readOrigin } from '../request/asked-origin.ts'
import { readFraming } from '../request/framing.ts'

/** Answers a refused call in the API's error profile, with the verdict's id, and records it. */
export function sendRefusal(deps: CompleteCallDeps, call: Call, refusal: Refusal): void {
  call.refusal = refusal
  send(deps, call, renderAnswer(call, refusal))
}

/** Answers a call that passed in the gateway's own words. */
export function sendReply(deps: CompleteCallDeps, call: Call, reply: Reply): void {
  const { status, headers, text, isCounted } = reply
  send(deps, call, { status, headers: isCounted ? withRates(call, headers) : headers, text })
}

function withRates({ facts }: Call, headers: readonly string[]): string[] {
  const values = readRateHeaders(facts)
  return [...headers, ...values.flatMap((value, at) => [RATE_HEADERS[at] ?? '', value])]
}

type Sent = Pick<OwnAnswer, 'status' | 'headers' | 'text'> & { error?: string }

function send(deps: CompleteCallDeps, call: Call, answer: Sent): void {
  const { request, response } = call
  const { status, text, error } = answer
  const body = Buffer.from(text)
  const { corsHeaders = [], expiryField = [] } = call.facts
  const headers = [...answer.headers, ...corsHeaders, ...expiryField]
  if (status !== 204) headers.push('Content-Length', String(body.length))
  headers.push(VERDICT_HEADER, call.verdict)
  call.status = status
  call.answer = { headers, body, sizeBytes: body.length, ...(error !== undefined && { error }) }
  completeCall(deps, call)
  if (isLast(call)) endConnection(request, response)
  response.writeHead(status, headers)
  if (!isEnding(request.socket))
    return void response.end(request.method === 'HEAD' ? undefined : body)
  if (request.method === 'HEAD') response.flushHeaders()
  else response.write(body)
  endAnswer(request, response)
}

/** Statuses of requests that were not understood as they were meant, nor may be what follows them. */
const DOUBTFUL = new Set([301, 400, 414, 431, 501, 505])

/**
 * Whether the connection ends with this answer: its request is doubtful, or so much of a body may follow
 * that reading it for nothing is too much.
 *
 * @see [RFC 9112 §6.3](https://www.rfc-editor.org/rfc/rfc9112.html#section-6.3)
 */
function isLast({ refusal, status, request, rawHeaders }: Call): boolean {
  if (refusal?.check === 'route' && DOUBTFUL.has(status)) return true
  if (request.complete) return false
  const { coding, length = '0' } = readFraming(rawHeaders)
  if (coding !== undefined) return true
  return length !== '0' && (status === 413 || Number(length) > DRAIN_BYTES)
}

function renderAnswer(call: Call, refusal: Refusal): OwnAnswer {
  const lab = call.facts.route?.api.lab
  const answer = renderProfile(call, refusal)
  const isCounted = refusal.check === 'rate' && lab?.rate_limit_response_headers === 'rate_limits'
  return isCounted ? { ...answer, headers: withRates(call, answer.headers) } : answer
}

function renderProfile(call: Call, refusal: Refusal): OwnAnswer {
  const { api, base = '' } = call.facts.route ?? {}
  const isBearer = api?.lab.error_profile === 'rfc6750'
  const asked = { origin: readOrigin(call.request), claims: call.facts.token?.claims }
  const bearer = isBearer && renderBearerAnswer(refusal, api, asked)
  if (bearer) return bearer
  const { host = '', 'content-type': mediaType } = call.request.headers
  const resource = api?.protectedResource
  const known = { resource, address: `http://${host}${base}` }
  return challengeCaller(renderTykAnswer(refusal, mediaType), refusal, known)
}
