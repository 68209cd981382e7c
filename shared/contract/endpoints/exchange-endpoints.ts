import * as z from '../../zod.ts'
import { defineEndpoint } from '../define-endpoint.ts'
import { Exchange } from '../exchange.ts'
import { Verdict } from '../verdict.ts'

const Page = z.strictObject({
  run: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

export const exchangeEndpoints = {
  listExchanges: defineEndpoint({
    id: 'listExchanges',
    method: 'get',
    path: '/api/exchanges',
    summary: 'What went over the wire, the newest first',
    query: Page,
    reply: z.array(Exchange),
  }),
  getExchange: defineEndpoint({
    id: 'getExchange',
    method: 'get',
    path: '/api/exchanges/:exchange',
    summary: 'One HTTP request and its answer',
    params: z.strictObject({ exchange: z.string() }),
    reply: Exchange,
  }),
  listVerdicts: defineEndpoint({
    id: 'listVerdicts',
    method: 'get',
    path: '/api/verdicts',
    summary: 'What the gateway decided, the newest first',
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
    reply: z.array(Verdict),
  }),
  getVerdict: defineEndpoint({
    id: 'getVerdict',
    method: 'get',
    path: '/api/verdicts/:verdict',
    summary: 'The proof for one answer of the gateway; its id is in X-DCR-Verdict',
    params: z.strictObject({ verdict: z.string() }),
    reply: Verdict,
  }),
}
