import * as z from '../../zod.ts'
import { defineEndpoint } from '../define-endpoint.ts'
import { defineList } from '../define-list.ts'
import { Exchange } from '../exchange.ts'
import { Recording } from '../recording.ts'
import { Verdict } from '../verdict.ts'

export const exchangeEndpoints = {
  listExchanges: defineList({
    id: 'listExchanges',
    path: '/api/exchanges',
    summary: 'What went over the wire, the newest first',
    item: Exchange,
    filters: { run: z.string().max(200), verdict: z.string().max(200) },
    order: '-added',
  }),
  getExchange: defineEndpoint({
    id: 'getExchange',
    method: 'get',
    path: '/api/exchanges/:exchange',
    summary: 'One HTTP request and its answer',
    params: z.strictObject({ exchange: z.string().max(300) }),
    reply: Exchange,
  }),
  getRecording: defineEndpoint({
    id: 'getRecording',
    method: 'get',
    path: '/api/recording',
    summary: 'Whether what comes in is recorded',
    reply: Recording,
  }),
  putRecording: defineEndpoint({
    id: 'putRecording',
    method: 'put',
    path: '/api/recording',
    summary: 'Switches the recording of what comes in on or off, for good',
    body: Recording,
    reply: Recording,
  }),
  listVerdicts: defineList({
    id: 'listVerdicts',
    path: '/api/verdicts',
    summary: 'What the gateway decided, the newest first',
    item: Verdict,
    filters: {
      api_id: z.string().max(200),
      method: z.string().max(200),
      status: z.coerce.number().int().min(0).max(999),
      error: z.string().max(200),
    },
    sorts: ['status', 'duration_ms'],
    order: '-added',
  }),
  getVerdict: defineEndpoint({
    id: 'getVerdict',
    method: 'get',
    path: '/api/verdicts/:verdict',
    summary: 'The proof for one answer of the gateway; its id is in X-DCR-Verdict',
    params: z.strictObject({ verdict: z.string().max(300) }),
    reply: Verdict,
  }),
}
