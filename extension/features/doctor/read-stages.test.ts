import { expect, test } from 'vitest'
import { createSampleExamination, createSampleFinding } from '../../testing/sample-doctor.ts'
import { readStages } from './read-stages.ts'

const statesOf = (...parts: Parameters<typeof createSampleExamination>): string =>
  readStages(createSampleExamination(...parts))
    .map(({ layer, state }) => `${layer} ${state}`)
    .join(', ')

test('behind an error nothing was reached, before it only what was seen is passed', () => {
  const findings = [createSampleFinding('token-spent', { layer: 'registration' })]
  const passed = [{ layer: 'discovery' as const, text: 'Metadata' }]
  expect(statesOf('e', { findings, passed })).toBe(
    'network not_seen, discovery passed, registration failed, management not_reached, token not_reached, keys not_reached, gateway not_reached, ledger not_reached',
  )
})

test('what speaks behind an error was reached', () => {
  const findings = [
    createSampleFinding('a', { layer: 'registration' }),
    createSampleFinding('b', { layer: 'ledger', severity: 'warning' }),
  ]
  expect(statesOf('e', { findings })).toContain('registration failed, management not_seen')
  expect(statesOf('e', { findings })).toContain('ledger warned')
})

test('without an error a stage that says nothing is not called passed', () => {
  const findings = [createSampleFinding('a', { layer: 'keys', severity: 'warning' })]
  expect(statesOf('e', { findings })).toBe(
    'network not_seen, discovery not_seen, registration not_seen, management not_seen, token not_seen, keys warned, gateway not_seen, ledger not_seen',
  )
})
