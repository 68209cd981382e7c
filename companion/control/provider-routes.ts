import { Router } from 'express'
import {
  type EmbeddedIdpSettings,
  providerEndpoints,
} from '#shared/contract/endpoints/provider-endpoints.ts'
import { bind } from '../http/bind.ts'
import { discover } from '../providers/discovery.ts'
import type { HttpClient } from '../outgoing/http-client.ts'

export interface ProviderRoutesDeps {
  http: HttpClient
  embeddedIdp: {
    settings(): EmbeddedIdpSettings
    saveSettings(settings: EmbeddedIdpSettings): Promise<void>
  }
}

/** `/api/discover` and the switches of the embedded identity provider. */
export function providerRoutes({ http, embeddedIdp }: ProviderRoutesDeps): Router {
  const router = Router()
  bind(router, providerEndpoints.discoverProvider, ({ body }) =>
    discover(http, { from: 'registrar', to: 'idp', label: 'Discover endpoints' }, body.host),
  )
  bind(router, providerEndpoints.getEmbeddedIdpSettings, () => embeddedIdp.settings())
  bind(router, providerEndpoints.putEmbeddedIdpSettings, async ({ body }) => {
    await embeddedIdp.saveSettings(body)
    return embeddedIdp.settings()
  })
  return router
}
