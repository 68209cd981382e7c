import type { Run, StepId } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { RunApi, RunHolder } from './run-holder.ts'

export interface StepCalls {
  saveInputs: (step: StepId, inputs: Record<string, unknown>) => Promise<void>
  runStep: (step: StepId) => Promise<Run>
  cancelStep: (step: StepId) => Promise<void>
}

/** The calls about one step of the run on screen. */
export function createStepCalls(getApi: () => RunApi, holder: RunHolder): StepCalls {
  const getParams = (step: StepId): { run: string; step: StepId } => {
    const run = holder.run.value
    if (!run) throw new AppError('RECORD_NOT_FOUND', { detail: 'There is no run yet.' })
    return { run: run.id, step }
  }
  return {
    async saveInputs(step, inputs) {
      holder.update(await getApi().saveInputs({ params: getParams(step), body: { inputs } }))
    },
    runStep: async (step) => getApi().runStep({ params: getParams(step), body: { inputs: {} } }),
    async cancelStep(step) {
      await getApi().cancelStep({ params: getParams(step) })
    },
  }
}
