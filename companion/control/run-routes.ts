import { Router } from 'express'
import { runEndpoints } from '#shared/contract/endpoints/run-endpoints.ts'
import { bind } from '../http/bind.ts'
import { bindList } from '../http/bind-list.ts'
import type { Scenarios } from '../scenarios/scenarios.ts'
import type { Runs } from '../journeys/runs.ts'

/** `/api/runs`: the journey, step by step. */
export function runRoutes(runs: Runs, scenarios: Scenarios): Router {
  const router = Router()
  bindList(router, runEndpoints.listRuns, {
    rows: () => runs.list().toReversed(),
    keyOf: ({ id }) => id,
    present: (item) => item,
  })
  bind(router, runEndpoints.createRun, async ({ body }) => {
    const run = await runs.create(body)
    // A person forgets that something is wrong on purpose; a test ends what it has started.
    if (body.origin !== 'test') scenarios.onRunCreated(run.id)
    return run
  })
  bind(router, runEndpoints.getRun, ({ params }) => runs.get(params.run))
  bind(router, runEndpoints.renameRun, ({ params, body }) => runs.rename(params.run, body.name))
  bind(router, runEndpoints.deleteRun, async ({ params }) => {
    const left_behind = await runs.remove(params.run)
    scenarios.onRunDeleted(params.run)
    return { left_behind }
  })
  bind(router, runEndpoints.saveInputs, ({ params, body }) =>
    runs.saveInputs(params.run, params.step, body.inputs),
  )
  bind(router, runEndpoints.runStep, ({ params, body }) =>
    runs.runStep(params.run, params.step, body.inputs),
  )
  bind(router, runEndpoints.cancelStep, ({ params }) => runs.cancelStep(params.run, params.step))
  return router
}
