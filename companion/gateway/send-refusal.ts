import { VERDICT_HEADER } from '#shared/contract/verdict.ts'
import type { Call } from './call.ts'
import { type CompleteCallDeps, completeCall } from './complete-call.ts'
import { renderBearerAnswer } from './decide/bearer-answer.ts'
import { type OwnAnswer, renderTykAnswer } from './decide/own-answer.ts'
import type { Refusal } from './decide/refusal.ts'

/** Answers a refused call in the API's error profile, with the verdict's id, and records it. */
export function sendRefusal(deps: CompleteCallDeps, call: Call, refusal: Refusal): void {
  const { request, response } = call
  const { status, headers, text, error } = renderAnswer(deps, call, refusal)
  const body = Buffer.from(text)
  headers.push('Content-Length', String(body.length), VERDICT_HEADER, call.id)
  call.refusal = refusal
  call.status = status
  call.answer = { headers, body, sizeBytes: body.length, error }
  completeCall(deps, call)
  response.writeHead(status, headers)
  response.end(request.method === 'HEAD' ? undefined : body)
}

function renderAnswer(deps: CompleteCallDeps, call: Call, refusal: Refusal): OwnAnswer {
  const api = call.facts.route?.api
  const isBearer = api?.lab.error_profile === 'rfc6750'
  const bearer = isBearer && renderBearerAnswer(refusal, api, `http://127.0.0.1:${deps.port()}`)
  return bearer || renderTykAnswer(refusal, call.request.headers['content-type'])
}
