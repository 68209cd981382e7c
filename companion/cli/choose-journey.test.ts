import { expect, test } from 'vitest'
import { listJourneys, readJourney } from './choose-journey.ts'

test('the list names each journey with its steps', () => {
  const list = listJourneys()
  expect(list).toContain('dcr: Register a client and call an API\n')
  expect(list).toContain('client-life: The life of one client\n')
  expect(list).toContain('   5  Delete the client\n')
})

test('a journey is named by its id; another name is refused, and the ids are told', () => {
  expect(readJourney('client-life')).toBe('client-life')
  expect(() => readJourney('okta')).toThrow('It takes dcr, client-life, mcp; see --list.')
})
