import { Router } from 'express'
import { captureEndpoints } from '#shared/contract/endpoints/capture-endpoints.ts'
import type { Capturing } from '../capture/capturing.ts'
import { maskValue } from '../secrets/mask-value.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'
import { bind } from '../http/bind.ts'

export interface CaptureRoutesDeps {
  capturing: Capturing
  registry: Pick<SecretRegistry, 'mask'>
}

/** `/api/capture`: clients and tokens of texts from elsewhere. */
export function captureRoutes({ capturing, registry }: CaptureRoutesDeps): Router {
  const router = Router()
  const clean = <T>(shown: T): T => maskValue(shown, registry.mask)
  bind(router, captureEndpoints.findCredentials, async ({ body }) => {
    const { findings, ...rest } = await capturing.find(body.text)
    const cleaned = findings.map(({ title, source, facts, ...finding }) => ({
      ...finding,
      ...clean({ title, source, facts }),
    }))
    return { ...rest, findings: cleaned }
  })
  bind(router, captureEndpoints.takeCredentials, ({ body }) => capturing.take(body))
  bind(router, captureEndpoints.inspectCaptured, async ({ body }) =>
    clean(await capturing.inspect(body.text, body.finding, body.keys)),
  )
  return router
}
