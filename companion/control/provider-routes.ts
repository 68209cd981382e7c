import { Router } from 'express'
import {
  type EmbeddedIdpSettings,
  providerEndpoints,
} from '#shared/contract/endpoints/provider-endpoints.ts'
import { bind } from '../http/bind.ts'
import { discover } from '../providers/discovery.ts'
import type { Wire } from '../outgoing/client.ts'

export interface ProviderRoutesDeps {
  wire: Wire
  embeddedIdp: {
    settings(): EmbeddedIdpSettings
    saveSettings(settings: EmbeddedIdpSettings): Promise<void>
  }
}

/** `/api/discover` and the switches of the embedded identity provider. */
export function providerRoutes({ wire, embeddedIdp }: ProviderRoutesDeps): Router {
  const router = Router()
  bind(router, providerEndpoints.discoverProvider, ({ body }) =>
    discover(wire, { from: 'registrar', to: 'idp', label: 'Discover endpoints' }, body.host),
  )
  bind(router, providerEndpoints.getEmbeddedIdpSettings, () => embeddedIdp.settings())
  bind(router, providerEndpoints.putEmbeddedIdpSettings, async ({ body }) => {
    await embeddedIdp.saveSettings(body)
    return embeddedIdp.settings()
  })
  return router
}
