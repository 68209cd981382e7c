import { VERDICT_HEADER } from '#shared/contract/verdict.ts'
import type { Call } from '../call/call.ts'
import { type CompleteCallDeps, completeCall } from '../verdict/complete-call.ts'
import { renderBearerAnswer } from './bearer-answer.ts'
import { type OwnAnswer, renderTykAnswer } from '../outcome/own-answer.ts'
import { challengeCaller } from '../endpoint/protected-resource.ts'
import { RATE_HEADERS, readRateHeaders } from './rate-headers.ts'
import type { Refusal } from '../outcome/refusal.ts'
import type { Reply } from '../outcome/reply.ts'

/** Answers a refused call in the API's error profile, with the verdict's id, and records it. */
export function sendRefusal(deps: CompleteCallDeps, call: Call, refusal: Refusal): void {
  call.refusal = refusal
  send(deps, call, renderAnswer(deps, call, refusal))
}

/** Answers a call that passed in the gateway's own words. */
export function sendReply(deps: CompleteCallDeps, call: Call, reply: Reply): void {
  const { status, headers, text, isCounted } = reply
  send(deps, call, { status, headers: isCounted ? withRates(call, headers) : headers, text })
}

function withRates({ facts }: Call, headers: readonly string[]): string[] {
  const values = readRateHeaders(facts)
  return [...headers, ...RATE_HEADERS.flatMap((name, at) => [name, values[at] ?? '0'])]
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
  response.writeHead(status, headers)
  response.end(request.method === 'HEAD' ? undefined : body)
}

function renderAnswer(deps: CompleteCallDeps, call: Call, refusal: Refusal): OwnAnswer {
  const lab = call.facts.route?.api.lab
  const answer = renderProfile(deps, call, refusal)
  const isCounted = refusal.check === 'rate' && lab?.rate_limit_response_headers === 'rate_limits'
  return isCounted ? { ...answer, headers: withRates(call, answer.headers) } : answer
}

function renderProfile(deps: CompleteCallDeps, call: Call, refusal: Refusal): OwnAnswer {
  const { api, base = '' } = call.facts.route ?? {}
  const isBearer = api?.lab.error_profile === 'rfc6750'
  const bearer = isBearer && renderBearerAnswer(refusal, api, `http://127.0.0.1:${deps.port()}`)
  if (bearer) return bearer
  const { host = '', 'content-type': mediaType } = call.request.headers
  const resource = api?.protectedResource
  const known = { resource, address: `http://${host}${base}` }
  return challengeCaller(renderTykAnswer(refusal, mediaType), refusal, known)
}
