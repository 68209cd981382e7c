import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createClock } from '../clock/clock.ts'
import { createFaultInjector } from '../idp/faults/fault-injector.ts'
import { loadScenarios } from './load-scenarios.ts'
import { createScenarios } from './scenarios.ts'

const clock = createClock()
const faults = createFaultInjector()
const scenarios = createScenarios({ clock, faults, load: () => loadScenarios() })

afterEach(() => scenarios.stop())

test('a scenario switches its faults on, and stopping it switches them off', () => {
  scenarios.start('no-policy')
  expect(faults.list()).toEqual([{ id: 'no-policy' }])
  clock.moveTo(60)
  scenarios.stop()
  expect(faults.list()).toEqual([])
  expect(clock.offset()).toBe(0)
})

test('another scenario takes its place', () => {
  scenarios.start('no-policy')
  scenarios.start('outage')
  expect(faults.list()).toEqual([{ id: 'outage' }])
})

test('the first run lives under it, the next one ends it', () => {
  scenarios.start('no-policy')
  scenarios.onRunCreated('first')
  expect(scenarios.active()?.name).toBe('no-policy')
  scenarios.onRunCreated('second')
  expect(scenarios.active()).toBeUndefined()
  expect(faults.list()).toEqual([])
})

test('it ends with its run, and not with another one', () => {
  scenarios.start('no-policy')
  scenarios.onRunCreated('first')
  scenarios.onRunDeleted('older')
  expect(scenarios.active()).toBeDefined()
  scenarios.onRunDeleted('first')
  expect(scenarios.active()).toBeUndefined()
})

test('who asks for a scenario that is not there learns which there are', () => {
  expect(() => scenarios.start('nothing')).toThrow(/no scenario "nothing"/)
})

test('a fault ends by count and by time', () => {
  let nowMs = 0
  const injector = createFaultInjector(() => nowMs)
  injector.set([
    { id: 'empty-500', times: 2 },
    { id: 'outage', seconds: 10, dialect: 'rfc' },
  ])
  expect(injector.take('outage', 'okta')).toBeUndefined()
  expect(injector.take('outage', 'rfc')).toBeDefined()
  expect(injector.take('empty-500', 'okta')).toBeDefined()
  expect(injector.take('empty-500', 'rfc')).toBeDefined()
  expect(injector.take('empty-500', 'okta')).toBeUndefined()
  nowMs = 10_000
  expect(injector.list()).toEqual([])
})

test('faults are switched on and off one by one', () => {
  const injector = createFaultInjector(() => 0)
  injector.put({ id: 'outage', seconds: 10 })
  injector.put({ id: 'slow', value: 200 })
  injector.take('slow', 'okta')
  expect(injector.report()).toEqual([
    { id: 'outage', seconds: 10, used: 0, ends_at: '1970-01-01T00:00:10.000Z' },
    { id: 'slow', value: 200, used: 1 },
  ])
  injector.put({ id: 'slow', value: 100, times: 3 })
  injector.remove('outage')
  expect(injector.report()).toEqual([{ id: 'slow', value: 100, times: 3, used: 0 }])
})

test('a fault that lasts longer than a timer can wait is told once', async () => {
  const injector = createFaultInjector()
  let told = 0
  injector.subscribe(() => (told += 1))
  injector.put({ id: 'outage', seconds: 3_000_000 })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(told).toBe(1)
  expect(injector.report()).toHaveLength(1)
})

test('a file with a mistake is named, with the member', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dcr-scenarios-'))
  writeFileSync(
    join(folder, 'broken.yaml'),
    'title: x\nstory: y\ndialect: okta\nfaults:\n  - id: flood\n',
  )
  expect(() => loadScenarios(folder)).toThrow(/broken\.yaml: faults/)
  rmSync(folder, { recursive: true })
})
