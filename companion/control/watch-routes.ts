import { Router } from 'express'
import { watchEndpoints } from '#shared/contract/endpoints/watch-endpoints.ts'
import { bind } from '../http/bind.ts'
import type { Watches } from '../watch/watches.ts'

export interface WatchRoutesDeps {
  watches: Watches
}

/** `/api/watches`: recording proxies before real servers. */
export function watchRoutes({ watches }: WatchRoutesDeps): Router {
  const router = Router()
  bind(router, watchEndpoints.listWatches, () => watches.list())
  bind(router, watchEndpoints.createWatch, ({ body }) => watches.open(body))
  bind(router, watchEndpoints.deleteWatch, async ({ params }) => {
    await watches.close(params.watch)
    return undefined
  })
  return router
}
