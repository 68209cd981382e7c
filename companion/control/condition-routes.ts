import { Router } from 'express'
import { conditionEndpoints } from '#shared/contract/endpoints/condition-endpoints.ts'
import { FAULT_IDS, FAULTS } from '#shared/faults/fault.ts'
import type { Clock } from '../clock/clock.ts'
import type { KeptDoctor } from '../doctor/kept-examinations.ts'
import { bind } from '../http/bind.ts'
import type { FaultInjector } from '../idp/faults/fault-injector.ts'
import type { SoftwarePublishers } from '../idp/statements/software-publishers.ts'
import type { Scenarios } from '../scenarios/scenarios.ts'

export interface ConditionRoutesDeps {
  clock: Clock
  faults: FaultInjector
  scenarios: Scenarios
  doctor: KeptDoctor
  publishers: SoftwarePublishers
  rotateKey: (dialect: string, overlapSeconds: number) => Promise<void>
}

/** Faults, scenarios, the clock and the doctor. */
export function conditionRoutes(deps: ConditionRoutesDeps): Router {
  const { clock, faults, scenarios, doctor, publishers, rotateKey } = deps
  const router = Router()
  const state = () => {
    const active = scenarios.active()
    return active ? { active } : {}
  }
  bind(router, conditionEndpoints.listFaultKinds, () =>
    FAULT_IDS.map((id) => ({ id, ...(FAULTS[id] as { effect: string; unit?: 'seconds' }) })),
  )
  bind(router, conditionEndpoints.listFaults, () => faults.report())
  bind(router, conditionEndpoints.putFaults, ({ body }) => {
    faults.set(body.faults)
    return faults.report()
  })
  bind(router, conditionEndpoints.startFault, ({ params, body }) => {
    faults.put({ ...body, id: params.fault })
    return faults.report()
  })
  bind(router, conditionEndpoints.endFault, ({ params }) => {
    faults.remove(params.fault)
    return faults.report()
  })
  bind(router, conditionEndpoints.listScenarios, () => scenarios.list())
  bind(router, conditionEndpoints.getActiveScenario, state)
  bind(router, conditionEndpoints.startScenario, ({ body }) => {
    scenarios.start(body.name)
    return state()
  })
  bind(router, conditionEndpoints.stopScenario, () => {
    scenarios.stop()
    return state()
  })
  bind(router, conditionEndpoints.getClock, () => ({ offset_seconds: clock.offset() }))
  bind(router, conditionEndpoints.putClock, ({ body }) => {
    clock.moveTo(body.offset_seconds)
    return { offset_seconds: clock.offset() }
  })
  bind(router, conditionEndpoints.rotateKey, async ({ body }) => {
    await rotateKey(body.dialect, body.overlap_seconds)
    return { dialect: body.dialect }
  })
  bind(router, conditionEndpoints.listSoftwarePublishers, () => [...publishers.list()])
  bind(router, conditionEndpoints.putSoftwarePublishers, async ({ body }) => {
    await publishers.trust(body.publishers)
    return [...publishers.list()]
  })
  bind(router, conditionEndpoints.signSoftwareStatement, async ({ body }) => ({
    software_statement: await publishers.sign(body.claims),
  }))
  bind(router, conditionEndpoints.listExaminations, () => doctor.list())
  bind(router, conditionEndpoints.examine, ({ body }) => doctor.examine(body))
  bind(router, conditionEndpoints.applyFix, ({ params, body }) =>
    doctor.applyFix(params.examination, body.finding),
  )
  return router
}
