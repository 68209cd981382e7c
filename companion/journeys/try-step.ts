import type { StepId } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { getStep } from '#shared/journeys/read-steps.ts'
import { listNeeds } from '#shared/journeys/step-needs.ts'
import type { RunRecord, StepOutcome } from '../store/schema.ts'
import { readInputs } from './present-run.ts'
import { checkInputs, openSecrets } from './step-inputs.ts'
import type { Vault } from '../secrets/vault.ts'
import type { Rooms } from './rooms.ts'
import { createStepContext, type StepContext } from './step-context.ts'
import type { StepOutput } from './step-runner.ts'
import { getRunner } from './step-runners.ts'

export interface TryStepDeps {
  rooms: Rooms
  vault: Vault
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
    const plain = readInputs(run, step, deps.rooms)
    const separator = deps.rooms.catalogue.settings().oauth_redirect_uri_separator
    const inputs = checkInputs(run, step, { plain, secrets, separator })
    const context = createStepContext(deps.vault, { run, step, inputs, secrets, signal })
    const http: Rooms['http'] = {
      send: (call, request) => deps.rooms.http.send({ ...call, signal }, request),
    }
    const output = await getRunner(step).run(context as StepContext<never>, {
      ...deps.rooms,
      http,
    })
    assertDeclared(run, step, output)
    const { result, problem } = output
    if (!problem) return { output, outcome: { state: 'passed', result, ...blank } }
    return { output, outcome: { state: 'failed', result, problem: problem.toProblem(), ...blank } }
  } catch (thrown) {
    const error = signal.aborted ? cancelled() : nameGap(AppError.from(thrown), run, step)
    if (error.code === 'INTERNAL') deps.reportBug(error)
    return { outcome: { state: 'failed', problem: error.toProblem(), ...blank } }
  }
}

/** What a step keeps with the run, its data names: other steps find it there. */
function assertDeclared(run: RunRecord, step: StepId, { products = {} }: StepOutput): void {
  const { makes } = getStep(run, step)
  const declared: readonly string[] = [...(makes.products ?? []), ...(makes.secrets ?? [])]
  const foreign = Object.keys(products).filter((name) => !declared.includes(name))
  if (foreign.length > 0)
    throw new RangeError(`Step "${step}" does not declare that it makes ${foreign.join(', ')}`)
}

/**
 * Out of turn a step misses what an earlier one would have filled in: then the first of those is the
 * matter, whatever the step stumbled over. What a person typed here is answered as it is.
 */
function nameGap(error: AppError, run: RunRecord, step: StepId): AppError {
  const gap = listNeeds({ journey: run.journey, step }).find(
    (id) => run.outcomes[id]?.state !== 'passed',
  )
  const isAboutGap =
    error.code === 'STEP_NOT_READY' ||
    (error.code === 'INPUT_INVALID' && !isTyped(error, run.drafts[step] ?? {}))
  if (gap === undefined || !isAboutGap) return error
  const { number, title } = getStep(run, gap)
  return new AppError('STEP_NOT_READY', {
    detail: `Step ${number}, "${title}", has to be done first.`,
    hint: 'It fills in what this step needs. Go there, or use "Run all".',
    fixes: [{ label: `Go to step ${number}`, step: gap, inputs: {} }],
  })
}

function isTyped(error: AppError, typed: Record<string, unknown>): boolean {
  const fields = (error.options.issues ?? []).map(({ field }) => field.split('.')[0] ?? '')
  return fields.some((name) => typed[name] !== undefined && typed[name] !== '')
}

function cancelled(): AppError {
  return new AppError('STEP_CANCELLED', {
    detail: 'You ended the waiting before the answer came.',
    hint: 'What was sent may have arrived all the same. Run the step again when you are ready.',
  })
}
