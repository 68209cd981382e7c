import { expect, test } from 'vitest'
import { FACT_USES, type Facts, openFacts } from '../decide/facts.ts'
import { fillSlot, openSlot, readFacts } from '../verdict/slot.ts'
import { tellFacts } from '../workers/answer-admissions.ts'

const NAMES = Object.keys(FACT_USES) as (keyof Facts)[]
const listUsed = (use: string) => NAMES.filter((name) => FACT_USES[name].includes(use))

/** All facts, no two with the same value. */
const FULL = {
  ...Object.fromEntries(NAMES.map((name, at) => [name, `${name} ${at}`])),
  isIgnored: true,
  isTokenKnown: true,
  isKeySetStale: true,
  keySetAgeSeconds: 7,
  upstreamStatus: 201,
  entitlement: { policyIds: ['gold'] },
  session: { startedAtMs: 1, endsAtMs: 2 },
  rate: { used: 3, rate: 4, perSeconds: 5, startedAtMs: 0, revision: '' },
  quota: { used: 6, renewsAtMs: 7 },
} as unknown as Facts

test('a call opens with every fact unknown', () => {
  expect(Object.keys(openFacts())).toEqual(NAMES)
  expect(Object.values(openFacts()).every((value) => value === undefined)).toBe(true)
})

test('a verdict is made of each fact that is to be kept', () => {
  const slot = openSlot()
  fillSlot(slot, { facts: FULL, target: '/' } as Parameters<typeof fillSlot>[1])
  const read = readFacts(slot)
  for (const name of listUsed('kept')) expect([name, read[name]]).toEqual([name, FULL[name]])
})

test('a slot that is filled again keeps nothing of the call before', () => {
  const slot = openSlot()
  fillSlot(slot, { facts: FULL, target: '/' } as Parameters<typeof fillSlot>[1])
  fillSlot(slot, { facts: openFacts(), target: '/' } as Parameters<typeof fillSlot>[1])
  const [read, blank] = [readFacts(slot), readFacts(openSlot())]
  for (const name of NAMES) expect([name, read[name]]).toEqual([name, blank[name]])
})

test('a worker is told each fact that only the companion knows', () => {
  const told = { ...tellFacts(FULL), entitlement: FULL.entitlement }
  for (const name of listUsed('told')) expect([name, told]).toHaveProperty(`1.${name}`, FULL[name])
})
