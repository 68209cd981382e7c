import { expect, test } from 'vitest'
import type { StepId } from '#shared/contract/run.ts'
import { dcr } from '#shared/journeys/journeys.ts'
import type { RunRecord, StepOutcome } from '../store/schema.ts'
import { fileOutcome } from './mark-outdated.ts'

const STEP_IDS = dcr.steps.map(({ id }) => id)

const fileIn = (outcomes: RunRecord['outcomes'], step: StepId, outcome: StepOutcome) =>
  fileOutcome({ journey: 'dcr', outcomes }, step, outcome)

const NOTHING = { exchanges: [], started_at: '2026-11-23T14:00:00.000Z', ms: 1 }

function passed(facts: Record<string, string> = {}): StepOutcome {
  const list = Object.entries(facts).map(([id, value]) => ({
    id,
    label: id,
    kind: 'text' as const,
    value,
  }))
  return { ...NOTHING, state: 'passed', result: { summary: '', facts: list, checks: [] } }
}

const failed: StepOutcome = { ...NOTHING, state: 'failed' }

const allDone = (own: RunRecord['outcomes'] = {}): RunRecord['outcomes'] => ({
  ...Object.fromEntries(STEP_IDS.map((id) => [id, passed()])),
  ...own,
})

function listOutdated(outcomes: RunRecord['outcomes'], by: StepId): StepId[] {
  return STEP_IDS.filter((id) => outcomes[id]?.outdated_by === by)
}

test('another client makes what was done with the old one to be done again', () => {
  const before = allDone({ 'register-client': passed({ client_id: 'old' }) })
  const after = fileIn(before, 'register-client', passed({ client_id: 'new' }))
  expect(listOutdated(after, 'register-client')).toEqual(['see-client', 'token', 'call-api'])
})

test('the same result leaves the later steps as they are', () => {
  const before = allDone({ 'register-client': passed({ client_id: 'one' }) })
  const after = fileIn(before, 'register-client', passed({ client_id: 'one', other: 'x' }))
  expect(listOutdated(after, 'register-client')).toEqual([])
})

test('a failure changes nothing yet, and the success after it does', () => {
  const broken = fileIn(allDone(), 'token', failed)
  expect(listOutdated(broken, 'token')).toEqual([])
  expect(listOutdated(fileIn(broken, 'token', passed()), 'token')).toEqual(['call-api'])
})

test('steps that were not done, or failed, are not marked', () => {
  const before = { token: passed({ access_token: 'a' }), 'call-api': failed }
  const after = fileIn(before, 'token', passed({ access_token: 'b' }))
  expect(after).toEqual({ token: passed({ access_token: 'b' }), 'call-api': failed })
})

test('a step that is done again is good again', () => {
  const old = { ...passed(), outdated_by: 'token' as const }
  const after = fileIn(allDone({ 'call-api': old }), 'call-api', passed())
  expect(after['call-api']).toEqual(passed())
})
