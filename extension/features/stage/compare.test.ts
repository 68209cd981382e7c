import { expect, test } from 'vitest'
import type { Run, RunStep } from '#shared/contract/run.ts'
import { createSampleRun } from '../../testing/sample-records.ts'
import { compareCalls, compareRuns, findOtherRun } from './compare.ts'
import { summarizeShow } from './summarize-show.ts'
import { createCall, createVerdict } from './testing.ts'

function passStep(run: Run, id: string, facts: NonNullable<RunStep['result']>['facts']): Run {
  const result = { summary: 'Done.', facts, checks: [] }
  const steps = run.steps.map((step) =>
    step.id === id ? { ...step, state: 'passed' as const, result } : step,
  )
  return { ...run, steps }
}

const fact = (id: string, value: string) => ({ id, label: id, kind: 'code' as const, value })

test('a refused call stands beside the call that passed, what differs first', () => {
  const refused = createVerdict('v-a', 'audience', { state: 'failed' })
  const passed = createVerdict('v-b', 'audience', { state: 'passed' })
  const exchanges = [createCall('a', { status: 401 }), createCall('b', { at: 10 })]
  const comparison = compareCalls(
    exchanges,
    new Map([
      ['v-a', refused],
      ['v-b', passed],
    ]),
  )
  expect(comparison?.rows.map(({ label, left, right }) => [label, left, right])).toEqual([
    ['Answer', '401', '200'],
    ['Checks passed', '1 of 2', '2 of 2'],
    ['Stopped at', 'Check audience', 'nothing'],
  ])
  expect(compareCalls(exchanges.slice(0, 1), new Map([['v-a', refused]]))).toBeUndefined()
})

test('the same step of two runs is compared by its facts; ids of pages are left out', () => {
  const own = passStep(createSampleRun('run-1'), 'token', [fact('scope', 'tyk'), fact('page', '1')])
  const other = passStep(createSampleRun('run-2', { provider: 'keycloak' }), 'token', [
    fact('scope', 'openid'),
  ])
  const untouched = createSampleRun('run-3')
  expect(findOtherRun([untouched, other, own], own, 'token')?.id).toBe('run-2')
  expect(findOtherRun([untouched, own], own, 'token')).toBeUndefined()
  const comparison = compareRuns(own, other, 'token')
  expect(comparison?.rows).toEqual([
    { label: 'scope', left: 'tyk', right: 'openid', isDifferent: true },
  ])
  expect(compareRuns(own, untouched, 'token')).toBeUndefined()
})

test('the end shows each way once, the newest last, and at most five', () => {
  const scene = (id: string, status: number) => [createCall(id, { status })]
  const summary = summarizeShow([scene('a', 401), scene('b', 200), [], scene('c', 401)])
  expect(summary.map(({ label, status }) => `${label} ${status}`)).toEqual([
    'Call API 200',
    'Call API 401',
  ])
  const many = [200, 201, 204, 400, 401, 403].map((status, index) => scene(`x${index}`, status))
  expect(summarizeShow(many)).toHaveLength(5)
})
