import { Router } from 'express'
import { labEndpoints } from '#shared/contract/endpoints/lab-endpoints.ts'
import { FAULT_IDS, FAULTS } from '#shared/faults/fault.ts'
import type { Clock } from '../clock/clock.ts'
import type { KeptDoctor } from '../doctor/kept-examinations.ts'
import { bind } from '../http/bind.ts'
import type { FaultDesk } from '../idp/faults/fault-desk.ts'
import type { SoftwarePublishers } from '../idp/statements/software-publishers.ts'
import type { Scenarios } from '../scenarios/scenarios.ts'

export interface LabRoutesDeps {
  clock: Clock
  faults: FaultDesk
  scenarios: Scenarios
  doctor: KeptDoctor
  publishers: SoftwarePublishers
  rotateKey: (dialect: string, overlapSeconds: number) => Promise<void>
}

/** Faults, scenarios, the clock and the doctor. */
export function labRoutes(deps: LabRoutesDeps): Router {
  const { clock, faults, scenarios, doctor, publishers, rotateKey } = deps
  const router = Router()
  const state = () => {
    const active = scenarios.active()
    return active ? { active } : {}
  }
  bind(router, labEndpoints.listFaultKinds, () =>
    FAULT_IDS.map((id) => ({ id, ...(FAULTS[id] as { effect: string; unit?: 'seconds' }) })),
  )
  bind(router, labEndpoints.listFaults, () => faults.report())
  bind(router, labEndpoints.putFaults, ({ body }) => {
    faults.set(body.faults)
    return faults.report()
  })
  bind(router, labEndpoints.startFault, ({ params, body }) => {
    faults.put({ ...body, id: params.fault })
    return faults.report()
  })
  bind(router, labEndpoints.endFault, ({ params }) => {
    faults.remove(params.fault)
    return faults.report()
  })
  bind(router, labEndpoints.listScenarios, () => scenarios.list())
  bind(router, labEndpoints.getActiveScenario, state)
  bind(router, labEndpoints.startScenario, ({ body }) => {
    scenarios.start(body.name)
    return state()
  })
  bind(router, labEndpoints.stopScenario, () => {
    scenarios.stop()
    return state()
  })
  bind(router, labEndpoints.getClock, () => ({ offset_seconds: clock.offset() }))
  bind(router, labEndpoints.putClock, ({ body }) => {
    clock.moveTo(body.offset_seconds)
    return { offset_seconds: clock.offset() }
  })
  bind(router, labEndpoints.rotateKey, async ({ body }) => {
    await rotateKey(body.dialect, body.overlap_seconds)
    return { dialect: body.dialect }
  })
  bind(router, labEndpoints.listSoftwarePublishers, () => [...publishers.list()])
  bind(router, labEndpoints.putSoftwarePublishers, async ({ body }) => {
    await publishers.trust(body.publishers)
    return [...publishers.list()]
  })
  bind(router, labEndpoints.signSoftwareStatement, async ({ body }) => ({
    software_statement: await publishers.sign(body.claims),
  }))
  bind(router, labEndpoints.listExaminations, () => doctor.list())
  bind(router, labEndpoints.examine, ({ body }) => doctor.examine(body))
  bind(router, labEndpoints.applyFix, ({ params, body }) =>
    doctor.applyFix(params.examination, body.finding),
  )
  return router
}
