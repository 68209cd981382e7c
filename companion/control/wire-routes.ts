import { Router } from 'express'
import { wireEndpoints } from '#shared/contract/endpoints/wire-endpoints.ts'
import type { DataPlane } from '../gateway/data-plane.ts'
import { bind } from '../http/bind.ts'
import type { Recorder } from '../recorder/recorder.ts'
import { requireRecord } from './require-record.ts'

export interface WireRoutesDeps {
  recorder: Recorder
  gateway: DataPlane
}

/** `/api/exchanges` and `/api/verdicts`: what went over the wire and what the gateway made of it. */
export function wireRoutes({ recorder, gateway }: WireRoutesDeps): Router {
  const router = Router()
  bind(router, wireEndpoints.listExchanges, async ({ query }) => {
    await gateway.flush()
    return recorder.list(query)
  })
  bind(router, wireEndpoints.getExchange, async ({ params }) => {
    await gateway.flush()
    return requireRecord(recorder.get(params.exchange), 'exchange', params.exchange)
  })
  bind(router, wireEndpoints.listVerdicts, ({ query }) => gateway.verdicts.list(query.limit))
  bind(router, wireEndpoints.getVerdict, async ({ params }) =>
    requireRecord(await gateway.verdicts.get(params.verdict), 'verdict', params.verdict),
  )
  return router
}
