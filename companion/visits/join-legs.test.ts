import { expect, test } from 'vitest'
import { joinLegs } from './join-legs.ts'
import type { Leg } from './leg.ts'
import { makeLeg } from './testing/make-leg.ts'

const registration = (seconds: number, clientId: string, given: Partial<Leg> = {}): Leg =>
  makeLeg(seconds, { meaning: 'registration', clientId, status: 201, ...given })

/** Each visit as its client and its legs: meaning, tie and the number of rivals. */
const tell = (legs: Leg[]): unknown =>
  joinLegs(legs).map(({ group, legs: tied }) => [
    group?.client?.id,
    ...tied.map(({ leg, tie, rivals }) => `${leg.meaning} ${tie} ${rivals.length}`),
  ])

test('what a client was given ties a leg to it, whatever the connection', () => {
  expect(
    tell([
      registration(0, 'a', { peer: '1' }),
      makeLeg(1, { meaning: 'authorization', clientId: 'a', links: ['sign_in:u'], peer: '2' }),
      makeLeg(2, { meaning: 'authorization', links: ['sign_in:u', 'code:c'], peer: '3' }),
      makeLeg(3, { meaning: 'token', links: ['code:c', 'token:t'], peer: '4' }),
      makeLeg(4, { meaning: 'api_call', to: 'gateway', place: 'gateway', links: ['token:t'] }),
    ]),
  ).toEqual([
    [
      'a',
      'registration client_id 0',
      'authorization client_id 0',
      'authorization value 0',
      'token value 0',
      'api_call value 0',
    ],
  ])
})

test('a value that two clients show does not bring them together', () => {
  const visits = tell([
    registration(0, 'a', { links: ['code:same'] }),
    registration(1, 'b', { links: ['code:same'] }),
  ])
  expect(visits).toEqual([
    ['a', 'registration client_id 0'],
    ['b', 'registration client_id 0'],
  ])
})

test('one state of many clients ties nothing', () => {
  const state = 'state:xyz'
  expect(
    tell([
      makeLeg(0, { meaning: 'authorization', clientId: 'a', links: [state, 'sign_in:a'] }),
      makeLeg(1, { meaning: 'authorization', clientId: 'b', links: [state, 'sign_in:b'] }),
      makeLeg(2, { meaning: 'authorization', links: [state, 'sign_in:b'] }),
    ]),
  ).toEqual([
    ['a', 'authorization client_id 0'],
    ['b', 'authorization client_id 0', 'authorization value 0'],
  ])
})

test('metadata that came over the connection of a client are of that client', () => {
  expect(
    tell([
      makeLeg(0, { peer: '1' }),
      makeLeg(1, { peer: '2' }),
      registration(2, 'a', { peer: '1' }),
      registration(3, 'b', { peer: '2' }),
    ]),
  ).toEqual([
    ['a', 'server_metadata connection 0', 'registration client_id 0'],
    ['b', 'server_metadata connection 0', 'registration client_id 0'],
  ])
})

test('a port that leads to both listeners is two connections', () => {
  const call = makeLeg(0, {
    meaning: 'api_call',
    to: 'gateway',
    place: 'gateway',
    peer: '1',
    status: 401,
  })
  const visits = joinLegs([call, registration(1, 'a', { peer: '1' })])
  expect(visits.map(({ legs }) => legs.map(({ tie }) => tie))).toEqual([['time', 'client_id']])
})

test('a leg that two clients may have made stands with both, and says so', () => {
  expect(
    tell([
      makeLeg(0, { peer: '9' }),
      registration(1, 'a', { peer: '1' }),
      registration(1, 'b', { peer: '2' }),
    ]),
  ).toEqual([
    ['a', 'server_metadata time 1', 'registration client_id 0'],
    ['b', 'server_metadata time 1', 'registration client_id 0'],
  ])
})

test('a leg without a name is not of a client that had ended, nor of one half a minute later', () => {
  const done = { meaning: 'api_call', to: 'gateway', place: 'gateway', clientId: 'a' } as const
  expect(
    tell([
      registration(0, 'a'),
      makeLeg(1, done),
      makeLeg(3, { peer: '9' }),
      registration(40, 'b'),
    ]),
  ).toEqual([
    ['a', 'registration client_id 0', 'api_call client_id 0'],
    ['b', 'registration client_id 0'],
    [undefined, 'server_metadata only 0'],
  ])
})

test('of clients that never give a name, a call that begins anew is another one', () => {
  const call = { meaning: 'api_call', to: 'gateway', place: 'gateway', status: 401 } as const
  expect(
    tell([
      makeLeg(0, { ...call, peer: '1' }),
      makeLeg(1, { peer: '2' }),
      makeLeg(3, { ...call, peer: '3' }),
      makeLeg(4, { peer: '4' }),
    ]),
  ).toEqual([
    [undefined, 'api_call only 0', 'server_metadata time 0'],
    [undefined, 'api_call only 0', 'server_metadata time 0'],
  ])
})

test('what the lab sends itself without a name is no visit', () => {
  expect(joinLegs([makeLeg(0, { isOwn: true })])).toEqual([])
})
