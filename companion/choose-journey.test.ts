import { expect, test } from 'vitest'
import { listJourneys, readJourney } from './choose-journey.ts'

test('the list names each journey with its steps', () => {
  const list = listJourneys()
  expect(list).toContain('dcr: Register a client and call an API\n')
  expect(list).toContain('client-life: The life of one client\n')
  expect(list).toContain('   5  Delete the client\n')
})

test('the first journey is the one that is walked where none is named', () => {
  expect(readJourney()).toBe('dcr')
  expect(readJourney('client-life')).toBe('client-life')
})

test('a name that no journey has is refused, and the names are told', () => {
  expect(() => readJourney('okta')).toThrow('--journey takes dcr, client-life, not "okta"')
})
