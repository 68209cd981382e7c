import { Router } from 'express'
import { conditionEndpoints } from '#shared/contract/endpoints/condition-endpoints.ts'
import { FAULT_IDS, FAULTS } from '#shared/faults/fault.ts'
import type { Clock } from '../clock/clock.ts'
import type { KeptDoctor } from '../doctor/kept-examinations.ts'
import { bind } from '../http/bind.ts'
import { bindList } from '../http/bind-list.ts'
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
  bindFaults(router, faults)
  bindList(router, conditionEndpoints.listScenarios, {
    rows: () => scenarios.list(),
    keyOf: ({ name }) => name,
    present: (item) => item,
  })
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
  bindPublishers(router, publishers)
  bindList(router, conditionEndpoints.listExaminations, {
    rows: () => doctor.list().toReversed(),
    keyOf: ({ id }) => id,
    present: (item) => item,
  })
  bind(router, conditionEndpoints.examine, ({ body }) => doctor.examine(body))
  bind(router, conditionEndpoints.applyFix, ({ params, body }) =>
    doctor.applyFix(params.examination, body.finding),
  )
  return router
}

function bindFaults(router: Router, faults: FaultInjector): void {
  bindList(router, conditionEndpoints.listFaultKinds, {
    rows: () => FAULT_IDS,
    keyOf: (id) => id,
    present: (id) => ({ id, ...(FAULTS[id] as { effect: string; unit?: 'seconds' }) }),
  })
  bindList(router, conditionEndpoints.listFaults, {
    rows: () => faults.report(),
    keyOf: ({ id }) => id,
    present: (item) => item,
  })
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
}

function bindPublishers(router: Router, publishers: SoftwarePublishers): void {
  bindList(router, conditionEndpoints.listSoftwarePublishers, {
    rows: () => publishers.list(),
    keyOf: ({ issuer }) => issuer,
    present: (item) => item,
  })
  bind(router, conditionEndpoints.putSoftwarePublishers, async ({ body }) => {
    await publishers.trust(body.publishers)
    return [...publishers.list()]
  })
  bind(router, conditionEndpoints.signSoftwareStatement, async ({ body }) => ({
    software_statement: await publishers.sign(body.claims),
  }))
}
