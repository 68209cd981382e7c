import type { Run, RunStep } from '#shared/contract/run.ts'
import { listSteps, type PlacedStep } from '#shared/journeys/read-steps.ts'

/** A step of the journey as it reads for this run, together with how far the run came with it. */
export interface StepView {
  step: PlacedStep
  state: RunStep
}

export function buildStepViews(run: Run): readonly StepView[] {
  return listSteps(run).map((step) => ({
    step,
    state: run.steps.find(({ id }) => id === step.id) ?? createEmptyState(step.id),
  }))
}

/** The index of a step in the journey, from 0; -1 where this journey has no such step. */
export function findIndex(views: readonly StepView[], id: string): number {
  return views.findIndex(({ step }) => step.id === id)
}

/** The first step that still has to be done, or the last one when all are. */
export function findNextIndex(views: readonly StepView[]): number {
  const index = views.findIndex(({ state }) => state.state !== 'passed')
  return index < 0 ? views.length - 1 : index
}

function createEmptyState(id: RunStep['id']): RunStep {
  return { id, state: 'todo', inputs: {}, kept_secrets: {}, exchanges: [] }
}
