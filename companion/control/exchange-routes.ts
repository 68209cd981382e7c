import { Router } from 'express'
import { exchangeEndpoints } from '#shared/contract/endpoints/exchange-endpoints.ts'
import type { DataPlane } from '../gateway/data-plane.ts'
import { bind } from '../http/bind.ts'
import type { Recorder } from '../recorder/recorder.ts'
import { requireRecord } from './require-record.ts'

export interface ExchangeRoutesDeps {
  recorder: Recorder
  gateway: DataPlane
}

/** `/api/exchanges` and `/api/verdicts`: what went over the wire and how the gateway decided. */
export function exchangeRoutes({ recorder, gateway }: ExchangeRoutesDeps): Router {
  const router = Router()
  bind(router, exchangeEndpoints.listExchanges, async ({ query }) => {
    await gateway.flush()
    return recorder.list(query)
  })
  bind(router, exchangeEndpoints.getExchange, async ({ params }) => {
    await gateway.flush()
    return requireRecord(recorder.get(params.exchange), 'exchange', params.exchange)
  })
  bind(router, exchangeEndpoints.listVerdicts, ({ query }) => gateway.verdicts.list(query.limit))
  bind(router, exchangeEndpoints.getVerdict, async ({ params }) =>
    requireRecord(await gateway.verdicts.get(params.verdict), 'verdict', params.verdict),
  )
  return router
}
