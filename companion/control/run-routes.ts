import { Router } from 'express'
import { runEndpoints } from '#shared/contract/run-endpoints.ts'
import { bind } from '../http/bind.ts'
import type { Runs } from '../journeys/runs.ts'

/** `/api/runs`: the journey, step by step. */
export function runRoutes(runs: Runs): Router {
  const router = Router()
  bind(router, runEndpoints.listRuns, () => runs.list())
  bind(router, runEndpoints.createRun, ({ body }) => runs.create(body.target, body.origin))
  bind(router, runEndpoints.getRun, ({ params }) => runs.get(params.run))
  bind(router, runEndpoints.deleteRun, async ({ params }) => ({
    left_behind: await runs.remove(params.run),
  }))
  bind(router, runEndpoints.saveInputs, ({ params, body }) =>
    runs.saveInputs(params.run, params.step, body.inputs),
  )
  bind(router, runEndpoints.runStep, ({ params, body }) =>
    runs.runStep(params.run, params.step, body.inputs),
  )
  bind(router, runEndpoints.cancelStep, ({ params }) => runs.cancelStep(params.run, params.step))
  return router
}
