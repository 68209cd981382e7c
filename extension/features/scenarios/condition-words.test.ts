import { Scenario } from '#shared/contract/doctor.ts'
import { expect, test } from 'vitest'
import { describeEnd, describeLab, describeOffset } from './condition-words.ts'

test.each([
  [0, 'In step with the machine'],
  [3600, '1 h ahead'],
  [-90, '1 min 30 s behind'],
  [90_061, '1 d 1 h 1 min 1 s ahead'],
])('a clock that is %i s off is %s', (seconds, words) =>
  expect(describeOffset(seconds)).toBe(words),
)

test.each([
  [{ used: 1 }, 'Ends by hand · 1 use so far'],
  [{ used: 1, times: 3 }, 'Ends after 1 of 3 uses'],
  [{ used: 0, ends_at: '1970-01-01T00:01:00.000Z' }, 'Ends in 1 min'],
  [{ used: 0, times: 2, ends_at: '1970-01-01T00:00:05.000Z' }, 'Ends after 0 of 2 uses or in 5 s'],
])('the end of a fault is told', (part, words) =>
  expect(describeEnd({ id: 'outage', ...part }, 0)).toBe(words),
)

test('the badge names faults and clock where no scenario is on', () => {
  const outage = { id: 'outage' as const, used: 0 }
  expect(describeLab({ faults: [], offset_seconds: 0 })).toBeUndefined()
  expect(describeLab({ faults: [outage], offset_seconds: 60 })).toBe(
    '1 fault on, clock 1 min ahead',
  )
  expect(describeLab({ faults: [], offset_seconds: -60 })).toBe('Clock 1 min behind')
})

test('the badge of a scenario that breaks no step says so', () => {
  const active = (change: object): Scenario =>
    Scenario.parse({
      name: 'a',
      title: 'The API is internal',
      story: 's',
      dialect: 'okta',
      ...change,
    })
  const describe = (change: object): string | undefined =>
    describeLab({ active: active(change), faults: [], offset_seconds: 0 })
  expect(describe({ client: { connects: 3 } })).toBe('In examinations only: The API is internal')
  expect(describe({ api: { definition: { internal: true } } })).toBe('The API is internal')
  expect(describe({ faults: [{ id: 'outage' }] })).toBe('The API is internal')
})
