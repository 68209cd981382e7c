import { expect, test } from 'vitest'
import { NO_LIMITS } from '../policy/policy-limits.ts'
import { type Session, openSession } from './session.ts'
import { createSessionStore } from './session-store.ts'

const open = (): Session =>
  openSession(
    undefined,
    {
      policyIds: [],
      problem: undefined,
      expiresInSeconds: 0,
      root: NO_LIMITS,
      isInactive: false,
      revision: '',
      rights: new Map(),
    },
    { nowMs: 0 },
  )

test('a session is held until another one takes its place', () => {
  const store = createSessionStore()
  const [first, second] = [open(), open()]
  expect(store.holds('a', first)).toBe(false)
  store.put('a', first)
  store.put('a', first)
  expect(store.holds('a', first)).toBe(true)
  expect(store.get('a')).toBe(first)
  store.put('a', second)
  expect([store.holds('a', first), store.holds('a', second)]).toEqual([false, true])
})

test('a session that is held again and again stays, one that nobody asks for goes', () => {
  const store = createSessionStore()
  const [used, unused] = [open(), open()]
  store.put('used', used)
  store.put('unused', unused)
  const isHeld = Array.from({ length: 6 }, (_, turn) => {
    for (let at = 0; at < 9_000; at += 1) store.put(`other ${turn} ${at}`, open())
    return store.holds('used', used)
  })
  expect(isHeld).toEqual(isHeld.map(() => true))
  expect(store.get('used')).toBe(used)
  expect(store.holds('unused', unused)).toBe(false)
  expect(store.get('unused')).toBeUndefined()
})
