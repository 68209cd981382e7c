import { Router } from 'express'
import { portalEndpoints } from '#shared/contract/endpoints/portal-endpoints.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Developers } from '../catalogue/developers.ts'
import { bind } from '../http/bind.ts'

export interface PortalRoutesDeps {
  catalogue: Catalogue
  developers: Developers
}

/**
 * `/api/catalogue`, `/api/portal-settings`, `/api/developers`: the contents of the portal and its
 * developers.
 */
export function portalRoutes({ catalogue, developers }: PortalRoutesDeps): Router {
  const router = Router()
  bind(router, portalEndpoints.getPortalSettings, () => catalogue.settings())
  bind(router, portalEndpoints.putPortalSettings, ({ body }) => catalogue.putSettings(body))

  bind(router, portalEndpoints.listCatalogue, () => catalogue.list())
  bind(router, portalEndpoints.putCatalogueEntry, ({ params, body }) =>
    catalogue.putEntry({ id: params.entry, ...body }),
  )
  bind(router, portalEndpoints.deleteCatalogueEntry, async ({ params }) => {
    await catalogue.removeEntry(params.entry)
    return undefined
  })

  bind(router, portalEndpoints.listDevelopers, () => developers.list())
  bind(router, portalEndpoints.createDeveloper, ({ body }) =>
    developers.save(body.email, body.password),
  )
  bind(router, portalEndpoints.deleteDeveloper, async ({ params }) => {
    await developers.remove(params.developer)
    return undefined
  })
  return router
}
