import { expect, test } from 'vitest'
import type { RunRecord } from '../store/schema.ts'
import type { Rooms } from './rooms.ts'
import { defineStep } from './step-runner.ts'
import { STEP_RUNNERS } from './step-runners.ts'

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
  for (const [id, runner] of Object.entries(STEP_RUNNERS)) expect(runner.id).toBe(id)
})
