import { Router } from 'express'
import {
  type EmbeddedIdpSettings,
  providerEndpoints,
} from '#shared/contract/endpoints/provider-endpoints.ts'
import { bind } from '../http/bind.ts'
import { discover } from '../providers/discovery.ts'
import type { HttpClient } from '../outgoing/http-client.ts'
import { maskValue } from '../secrets/mask-value.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'

export interface ProviderRoutesDeps {
  http: HttpClient
  registry: Pick<SecretRegistry, 'mask'>
  embeddedIdp: {
    settings(): EmbeddedIdpSettings
    saveSettings(settings: EmbeddedIdpSettings): Promise<void>
  }
}

/** `/api/discover` and the switches of the embedded identity provider. */
export function providerRoutes({ http, embeddedIdp, registry }: ProviderRoutesDeps): Router {
  const router = Router()
  bind(router, providerEndpoints.discoverProvider, async ({ body }) => {
    const context = { from: 'registrar', to: 'idp', label: 'Discover endpoints' } as const
    return maskValue(await discover(http, context, body), registry.mask)
  })
  bind(router, providerEndpoints.getEmbeddedIdpSettings, () => embeddedIdp.settings())
  bind(router, providerEndpoints.putEmbeddedIdpSettings, async ({ body }) => {
    await embeddedIdp.saveSettings(body)
    return embeddedIdp.settings()
  })
  return router
}
