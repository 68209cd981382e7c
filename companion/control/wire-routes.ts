import { Router } from 'express'
import type { Verdict } from '#shared/contract/verdict.ts'
import { wireEndpoints } from '#shared/contract/wire-endpoints.ts'
import { bind } from '../http/bind.ts'
import type { Recorder } from '../recorder/recorder.ts'
import { requireRecord } from './require-record.ts'

export interface WireRoutesDeps {
  recorder: Recorder
  verdicts: { get(id: string): Verdict | undefined; list(limit: number): Verdict[] }
}

/** `/api/exchanges` and `/api/verdicts`: what went over the wire and what the gateway made of it. */
export function wireRoutes({ recorder, verdicts }: WireRoutesDeps): Router {
  const router = Router()
  bind(router, wireEndpoints.listExchanges, ({ query }) => recorder.list(query))
  bind(router, wireEndpoints.getExchange, ({ params }) =>
    requireRecord(recorder.get(params.exchange), 'exchange', params.exchange),
  )
  bind(router, wireEndpoints.listVerdicts, ({ query }) => verdicts.list(query.limit))
  bind(router, wireEndpoints.getVerdict, ({ params }) =>
    requireRecord(verdicts.get(params.verdict), 'verdict', params.verdict),
  )
  return router
}
