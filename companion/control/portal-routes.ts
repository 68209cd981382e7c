import { Router } from 'express'
import { portalEndpoints } from '#shared/contract/endpoints/portal-endpoints.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Developers } from '../catalogue/developers.ts'
import type { PortalMessages } from '../catalogue/portal-messages.ts'
import { bind } from '../http/bind.ts'
import { bindList } from '../http/bind-list.ts'

export interface PortalRoutesDeps {
  catalogue: Catalogue
  developers: Developers
  portalMessages: Pick<PortalMessages, 'list'>
}

/**
 * `/api/catalogue`, `/api/portal-settings`, `/api/developers`, `/api/portal-messages`: the contents of the
 * portal, its developers, and what it would send them.
 */
export function portalRoutes({ catalogue, developers, portalMessages }: PortalRoutesDeps): Router {
  const router = Router()
  bind(router, portalEndpoints.getPortalSettings, () => catalogue.settings())
  bind(router, portalEndpoints.putPortalSettings, ({ body }) => catalogue.putSettings(body))

  bindList(router, portalEndpoints.listCatalogue, {
    rows: () => catalogue.list(),
    keyOf: ({ id }) => id,
    present: (item) => item,
  })
  bind(router, portalEndpoints.putCatalogueEntry, ({ params, body }) =>
    catalogue.putEntry({ id: params.entry, ...body }),
  )
  bind(router, portalEndpoints.deleteCatalogueEntry, async ({ params }) => {
    await catalogue.removeEntry(params.entry)
    return undefined
  })

  bindList(router, portalEndpoints.listDevelopers, {
    rows: () => developers.list(),
    keyOf: ({ id }) => id,
    present: (item) => item,
  })
  bind(router, portalEndpoints.createDeveloper, ({ body }) =>
    developers.save(body.email, body.password),
  )
  bindList(router, portalEndpoints.listPortalMessages, {
    rows: () => portalMessages.list().toReversed(),
    keyOf: ({ id }) => id,
    present: (item) => item,
  })
  bind(router, portalEndpoints.deleteDeveloper, async ({ params }) => {
    await developers.remove(params.developer)
    return undefined
  })
  return router
}
