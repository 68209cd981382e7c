import { Router } from 'express'
import { replaySetEndpoints } from '#shared/contract/endpoints/replay-set-endpoints.ts'
import type { ImportFormat, ReplayImport } from '#shared/contract/replay/replay-import.ts'
import { bind } from '../http/bind.ts'
import { bindList } from '../http/bind-list.ts'
import type { Sets } from '../replay/sets/sets.ts'
import { endsWith } from './ends-with.ts'

export interface ReplaySetRoutesDeps {
  sets: Sets
  importRequests: (text: string, format: ImportFormat | undefined) => Promise<ReplayImport>
}

/** `/api/replay/imports`, `/api/replay/sets` and their runs. */
export function replaySetRoutes({ sets, importRequests }: ReplaySetRoutesDeps): Router {
  const router = Router()
  bind(router, replaySetEndpoints.importRequests, ({ body }) =>
    importRequests(body.text, body.format),
  )
  bindList(router, replaySetEndpoints.listReplaySets, {
    rows: () => sets.list(),
    keyOf: ({ id }) => id,
    present: (item) => item,
  })
  bind(router, replaySetEndpoints.createReplaySet, ({ body }) => sets.create(body))
  bind(router, replaySetEndpoints.getReplaySet, ({ params }) => sets.require(params.set))
  bind(router, replaySetEndpoints.putReplaySet, ({ params, body }) =>
    sets.replace(params.set, body),
  )
  bind(router, replaySetEndpoints.deleteReplaySet, async ({ params }) => {
    await sets.remove(params.set)
    return undefined
  })
  bind(router, replaySetEndpoints.exportReplaySet, ({ params }) => sets.exportFile(params.set))
  bind(router, replaySetEndpoints.importReplaySet, ({ body }) => sets.importFile(body))
  bind(router, replaySetEndpoints.runReplaySet, ({ params, body, response }) =>
    sets.run(params.set, { secrets: body.secrets, signal: endsWith(response) }),
  )
  bind(router, replaySetEndpoints.runSetFile, ({ body, response }) =>
    sets.runFile(body.file, { secrets: body.secrets, signal: endsWith(response) }),
  )
  bindList(router, replaySetEndpoints.listSetRuns, {
    rows: () => sets.listRuns(undefined),
    keyOf: ({ id }) => id,
    present: (item) => item,
  })
  return router
}
