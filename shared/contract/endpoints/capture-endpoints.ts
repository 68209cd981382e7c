import * as z from '../../zod.ts'
import { CapturedText, CaptureFindings, InspectOrder, Taken, TakeOrder } from '../capture.ts'
import { defineEndpoint } from '../define-endpoint.ts'
import { Inspection } from '../token.ts'

export const captureEndpoints = {
  findCredentials: defineEndpoint({
    id: 'findCredentials',
    method: 'post',
    path: '/api/capture/findings',
    summary:
      'Recognises clients and tokens in a text: JSON, a token, curl, HAR, or lines with labels; nothing is kept or sent',
    body: z.strictObject({ text: CapturedText }),
    reply: CaptureFindings,
  }),
  takeCredentials: defineEndpoint({
    id: 'takeCredentials',
    method: 'post',
    path: '/api/capture/taken',
    summary:
      'Takes one finding over: a client into the ledger, a token under a name; nothing is sent',
    status: 201,
    body: TakeOrder,
    reply: Taken,
  }),
  inspectCaptured: defineEndpoint({
    id: 'inspectCaptured',
    method: 'post',
    path: '/api/capture/inspections',
    summary:
      'Decodes a token of a text, checks it against a key set, and lints its claims; the token is sent nowhere',
    body: InspectOrder,
    reply: Inspection,
  }),
}
