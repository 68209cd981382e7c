import type { StepId } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { STEP_IDS } from '#shared/journeys/step-ids.ts'
import type { RunRecord, StepOutcome } from '../store/schema.ts'
import { readInputs } from './present-run.ts'
import { checkInputs, openSecrets } from './step-inputs.ts'
import type { JourneyDeps, StepContext, StepOutput } from './step-runner.ts'
import { STEP_RUNNERS } from './step-runners.ts'

export interface TryStepDeps extends JourneyDeps {
  /** Told of errors that were not thrown on purpose. */
  reportBug: (error: AppError) => void
}

export interface Attempt {
  outcome: StepOutcome
  output?: StepOutput
}

/** A step that fails is an outcome like any other; only its words differ. */
export async function tryStep(
  deps: TryStepDeps,
  run: RunRecord,
  { step, signal }: { step: StepId; signal: AbortSignal },
): Promise<Attempt> {
  const blank = { exchanges: [], started_at: '', ms: 0 }
  try {
    const secrets = openSecrets(deps.vault, run, step)
    const plain = readInputs(run, step, deps)
    const separator = deps.catalogue.settings().oauth_redirect_uri_separator
    const inputs = checkInputs(run, step, { plain, secrets, separator })
    const context: StepContext<unknown> = {
      ...deps,
      wire: { send: (call, request) => deps.wire.send({ ...call, signal }, request) },
      signal,
      run,
      products: run.products,
      inputs,
      findSecret: (field) => secrets[field],
      call: (from, to, label) => ({ run: run.id, step, from, to, label }),
    }
    const output = await STEP_RUNNERS[step].carryOut(context as StepContext<never>)
    const { result, problem } = output
    if (!problem) return { output, outcome: { state: 'passed', result, ...blank } }
    return { output, outcome: { state: 'failed', result, problem: problem.toProblem(), ...blank } }
  } catch (thrown) {
    const error = signal.aborted ? cancelled() : namePending(AppError.from(thrown), run, step)
    if (error.code === 'INTERNAL') deps.reportBug(error)
    return { outcome: { state: 'failed', problem: error.toProblem(), ...blank } }
  }
}

/** A value that nobody typed may be one that an earlier step would have filled in. */
function namePending(error: AppError, run: RunRecord, step: StepId): AppError {
  const pending = STEP_IDS.slice(0, STEP_IDS.indexOf(step)).find(
    (id) => run.outcomes[id]?.state !== 'passed',
  )
  if (error.code !== 'INPUT_INVALID' || !pending) return error
  const number = STEP_IDS.indexOf(pending) + 1
  const hint = `Step ${number} has not been run yet; the steps before this one fill in what it needs. Go back, or use "Run all".`
  return new AppError(error.code, { ...error.options, hint })
}

function cancelled(): AppError {
  return new AppError('STEP_CANCELLED', {
    detail: 'You ended the waiting before the answer came.',
    hint: 'What was sent may have arrived all the same. Run the step again when you are ready.',
  })
}
