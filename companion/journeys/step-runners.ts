import type { StepId } from '#shared/contract/run.ts'
import { STEP_IDS } from '#shared/journeys/step-ids.ts'
import type { StepRunner } from './step-runner.ts'

/** The runner of every step of every journey: a new step needs its data and its file in `steps/`. */
const RUNNERS = new Map<StepId, StepRunner>(await Promise.all(STEP_IDS.map(loadRunner)))

async function loadRunner(id: StepId): Promise<[StepId, StepRunner]> {
  const { runner } = (await import(`./steps/${id}.ts`)) as { runner: StepRunner }
  return [id, runner]
}

export function getRunner(step: StepId): StepRunner {
  const runner = RUNNERS.get(step)
  if (!runner) throw new RangeError(`The step "${step}" has no runner`)
  return runner
}
