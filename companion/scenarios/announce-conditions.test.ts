import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Conditions } from '#shared/contract/events.ts'
import { createClock } from '../clock/clock.ts'
import { createEventBus } from '../events/event-bus.ts'
import { createFaultInjector } from '../idp/faults/fault-injector.ts'
import { announceConditions } from './announce-conditions.ts'
import { loadScenarios } from './load-scenarios.ts'
import { createScenarios } from './scenarios.ts'

function openTestGateway() {
  const [bus, clock, faults] = [createEventBus(), createClock(), createFaultInjector()]
  const scenarios = createScenarios({ clock, faults, load: () => loadScenarios() })
  announceConditions({ bus, clock, faults, scenarios })
  const told: Conditions[] = []
  bus.subscribe(undefined, (event) => {
    if (event.name === 'conditions.changed') told.push(event.payload)
  })
  return { clock, faults, scenarios, told }
}

test('a scenario is told once, with its faults, and so is its end', async () => {
  const { scenarios, told } = openTestGateway()
  scenarios.start('no-policy')
  await wait(80)
  expect(told).toEqual([
    {
      active: scenarios.get('no-policy'),
      faults: [{ id: 'no-policy', used: 0 }],
      offset_seconds: 0,
    },
  ])
  scenarios.stop()
  await wait(80)
  expect(told.slice(1)).toEqual([{ faults: [], offset_seconds: 0 }])
})

test('each use of a fault, its end and the clock are told', async () => {
  const { clock, faults, told } = openTestGateway()
  faults.put({ id: 'outage', times: 2 })
  faults.take('outage', 'okta')
  await wait(80)
  expect(told.at(-1)?.faults).toEqual([{ id: 'outage', times: 2, used: 1 }])
  faults.take('outage', 'okta')
  clock.moveTo(60)
  await wait(80)
  expect(told.at(-1)).toEqual({ faults: [], offset_seconds: 60 })
  faults.put({ id: 'slow', seconds: 0.1 })
  await wait(80)
  expect(told.at(-1)?.faults).toHaveLength(1)
  await wait(150)
  expect(told.at(-1)?.faults).toEqual([])
})
