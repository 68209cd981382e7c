import { describe, expect, test } from 'vitest'
import { getJourney, JOURNEY_IDS, JOURNEYS } from './journeys.ts'
import { findMakingStep, findNeeds, listNeeds } from './step-needs.ts'
import { findStep, listSteps } from './read-steps.ts'

test('journeys have ids of their own', () => {
  expect(new Set(JOURNEY_IDS).size).toBe(JOURNEYS.length)
})

describe.each(JOURNEY_IDS)('the journey %s', (journey) => {
  const { steps } = getJourney(journey)

  test('has each step once', () => {
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length)
  })

  test('makes what its steps need, before they need it', () => {
    for (const { id, needs } of steps) {
      const made = [...findNeeds({ journey, step: id }).values()].flat()
      expect(made.sort(), id).toEqual([...needs].sort())
    }
  })

  test('makes each fact in one step', () => {
    const facts = steps.flatMap(({ makes }) => makes.facts ?? [])
    expect(new Set(facts).size).toBe(facts.length)
  })

  test('numbers its steps, for every target and provider', () => {
    const run = { journey, target: 'provider', provider: 'keycloak' } as const
    expect(listSteps(run).map(({ number }) => number)).toEqual(steps.map((_, index) => index + 1))
  })
})

test('what a step needs is named with everything before it', () => {
  expect(listNeeds({ journey: 'dcr', step: 'see-client' })).toEqual([
    'api-token',
    'api',
    'policy',
    'catalogue',
    'dcr-settings',
    'developer',
    'register-client',
  ])
})

test('a product leads to the step that makes it', () => {
  expect(findMakingStep('dcr', 'registration_id')?.id).toBe('register-client')
})

test('a step reads in the words of its provider and target', () => {
  const read = (target: 'embedded' | 'provider', provider: 'okta' | 'gluu') =>
    findStep({ journey: 'dcr', target, provider }, 'api-token')?.title
  expect(read('embedded', 'okta')).toBe('Create an API token')
  expect(read('provider', 'okta')).toBe('Paste the API token')
  expect(read('embedded', 'gluu')).toBe('Create an initial access token')
  expect(read('provider', 'gluu')).toBe('Name the provider')
})
