import { STEP_IDS } from '#shared/journeys/step-ids.ts'
import { expect, test } from 'vitest'
import type { RunRecord } from '../store/schema.ts'
import type { Rooms } from './rooms.ts'
import { defineStep } from './step-runner.ts'
import { getRunner } from './step-runners.ts'

test('a step gets the rooms that it names, and no other', () => {
  const seen: string[][] = []
  const step = defineStep({
    id: 'policy',
    uses: ['definitions', 'addresses'],
    suggest(_run, rooms) {
      seen.push(Object.keys(rooms))
      return {}
    },
    run: () => Promise.reject(new Error('not run here')),
  })
  const rooms = { definitions: {}, addresses: {}, registrar: {}, http: {} } as unknown as Rooms
  step.suggest({} as RunRecord, rooms)
  expect(seen).toEqual([['definitions', 'addresses']])
})

test('each runner stands under the id of its step', () => {
  for (const id of STEP_IDS) expect(getRunner(id).id).toBe(id)
})
