import type { Run, RunStep } from '#shared/contract/run.ts'
import { getStep, OKTA_JOURNEY } from '#shared/journeys/okta-journey.ts'
import type { Step, StepText } from '#shared/journeys/step.ts'

/** A step of the journey as it reads for this run, together with how far the run came with it. */
export interface StepView {
  step: Step & StepText
  state: RunStep
}

export function buildStepViews(run: Run): readonly StepView[] {
  return OKTA_JOURNEY.map(({ id }) => ({
    step: getStep(id, run.target, run.provider),
    state: run.steps.find((state) => state.id === id) ?? createEmptyState(id),
  }))
}

/** The first step that still has to be done, or the last one when all are. */
export function findNextIndex(views: readonly StepView[]): number {
  const index = views.findIndex(({ state }) => state.state !== 'passed')
  return index < 0 ? views.length - 1 : index
}

function createEmptyState(id: RunStep['id']): RunStep {
  return { id, state: 'todo', inputs: {}, kept_secrets: {}, exchanges: [] }
}
