import { expect, test } from 'vitest'
import { findFaults } from './row.ts'

const TRUE_END = {
  ends: 'step 9, register-client',
  says: ['unauthorized_client', /authorization_code/],
  neverSays: ['against RFC 7591'],
  because: 'it has one grant',
}

test('the true end in its words is right', () => {
  const says = 'unauthorized_client: this server gives authorization_code alone'
  expect(findFaults(TRUE_END, { ends: 'step 9, register-client', says })).toEqual([])
})

test('another end, a missing word and a false sentence are faults, each by name', () => {
  const says = 'unauthorized_client, against RFC 7591'
  expect(findFaults(TRUE_END, { ends: 'step 1, api-token', says })).toEqual([
    'ended with "step 1, api-token", not "step 9, register-client"',
    'did not say "/authorization_code/"',
    'said "against RFC 7591"',
  ])
})
