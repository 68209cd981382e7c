import { Router } from 'express'
import { captureEndpoints } from '#shared/contract/endpoints/capture-endpoints.ts'
import type { Capturing } from '../capture/capturing.ts'
import { bind } from '../http/bind.ts'

export interface CaptureRoutesDeps {
  capturing: Capturing
}

/** `/api/capture`: clients and tokens of texts from elsewhere. */
export function captureRoutes({ capturing }: CaptureRoutesDeps): Router {
  const router = Router()
  bind(router, captureEndpoints.findCredentials, ({ body }) => capturing.find(body.text))
  bind(router, captureEndpoints.takeCredentials, ({ body }) => capturing.take(body))
  bind(router, captureEndpoints.inspectCaptured, ({ body }) =>
    capturing.inspect(body.text, body.finding, body.keys),
  )
  return router
}
