import { VERDICT_HEADER } from '#shared/contract/verdict.ts'
import type { Call } from './call.ts'
import { type CompleteCallDeps, completeCall } from './complete-call.ts'
import { renderErrorBody } from './decide/error-body.ts'
import type { Refusal } from './decide/refusal.ts'

/** Answers a refused call as Tyk would, with the verdict's id, and records it. */
export function sendRefusal(deps: CompleteCallDeps, call: Call, refusal: Refusal): void {
  const { request, response } = call
  const { mediaType, text } = renderErrorBody(refusal, request.headers['content-type'])
  const body = Buffer.from(text)
  const headers = ['Content-Type', mediaType, 'Content-Length', String(body.length)]
  if (refusal.status !== 404) headers.push('X-Generator', 'tyk.io')
  headers.push(VERDICT_HEADER, call.id)
  call.refusal = refusal
  call.status = refusal.status
  call.answer = { headers, body, sizeBytes: body.length }
  completeCall(deps, call)
  response.writeHead(refusal.status, headers)
  response.end(request.method === 'HEAD' ? undefined : body)
}
