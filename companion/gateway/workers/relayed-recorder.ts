import { randomBytes } from 'node:crypto'
import { createCallBudget, weighBodies } from '../../recorder/call-budget.ts'
import type { CallRecorder } from '../../recorder/recorder.ts'
import type { CompanionCalls } from './calls.ts'
import type { Line } from './line.ts'

/** Passes a worker's exchanges to the companion, under ids that the worker chooses. */
export function createRelayedRecorder(line: Line<CompanionCalls>, workers: number): CallRecorder {
  const prefix = `w${randomBytes(6).toString('base64url')}-`
  const onGap = (): void => line.tell('tellGap', undefined)
  const budget = createCallBudget({ share: 1 / workers, onGap })
  let recorded = 0
  return {
    takesCall: () => budget.takesCall(),
    record(raw) {
      recorded += 1
      budget.spend(weighBodies(raw))
      const id = prefix + recorded.toString(36)
      line.tell('record', { id, raw })
      return id
    },
  }
}
