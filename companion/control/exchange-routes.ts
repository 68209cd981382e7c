import { Router } from 'express'
import { exchangeEndpoints } from '#shared/contract/endpoints/exchange-endpoints.ts'
import type { DataPlane } from '../gateway/data-plane.ts'
import { bind } from '../http/bind.ts'
import { bindList } from '../http/bind-list.ts'
import type { RecordingSwitch } from '../recorder/inbound/recording-switch.ts'
import type { Recorder } from '../recorder/recorder.ts'
import { requireRecord } from './require-record.ts'

/** More than the gateway keeps. */
const MOST_VERDICTS = 10_000

export interface ExchangeRoutesDeps {
  recorder: Recorder
  recording: RecordingSwitch
  gateway: DataPlane
}

/** `/api/exchanges` and `/api/verdicts`: what went over the wire and how the gateway decided. */
export function exchangeRoutes({ recorder, recording, gateway }: ExchangeRoutesDeps): Router {
  const router = Router()
  bindList(router, exchangeEndpoints.listExchanges, {
    async rows() {
      await gateway.flush()
      return recorder.outlines()
    },
    keyOf: ({ id }) => id,
    present: ({ id }) => requireRecord(recorder.get(id), 'exchange', id),
  })
  bind(router, exchangeEndpoints.getExchange, async ({ params }) => {
    await gateway.flush()
    return requireRecord(recorder.get(params.exchange), 'exchange', params.exchange)
  })
  bind(router, exchangeEndpoints.getRecording, () => recording.read())
  bind(router, exchangeEndpoints.putRecording, ({ body }) => recording.turn(body))
  bindList(router, exchangeEndpoints.listVerdicts, {
    rows: async () => (await gateway.verdicts.list(MOST_VERDICTS)).toReversed(),
    keyOf: ({ id }) => id,
    present: (verdict) => verdict,
  })
  bind(router, exchangeEndpoints.getVerdict, async ({ params }) =>
    requireRecord(await gateway.verdicts.get(params.verdict), 'verdict', params.verdict),
  )
  return router
}
