import { type ReadonlySignal, signal } from '@preact/signals'
import type { Run, StepId } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { type Attempt, type Attempts, createAttempts } from './attempts.ts'
import { checkInputs } from './check-inputs.ts'
import type { Drafts } from './drafts.ts'
import type { StepView } from './step-view.ts'

export interface StepRunner extends Pick<
  Attempts,
  'findIssues' | 'findProblem' | 'forgetIssue' | 'forgetAll'
> {
  running: ReadonlySignal<StepId | undefined>
  /** Grows each time an attempt was refused, so that the form can move the focus. */
  refusals: ReadonlySignal<number>
  /** Carries out one step; true when it passed. */
  run: (view: StepView) => Promise<boolean>
  /** Checks what was typed so far, before the step is run. */
  check: (view: StepView) => void
  forget: (step: StepId) => void
  /** To be called when values have changed: messages about the old values are dropped. */
  correct: (step: StepId) => void
}

export interface StepRunnerDeps {
  drafts: Drafts
  runStep: (step: StepId) => Promise<Run>
  adopt: (run: Run) => void
}

export function createStepRunner({ drafts, runStep, adopt }: StepRunnerDeps): StepRunner {
  const running = signal<StepId>()
  const refusals = signal(0)
  const { remember, ...attempts } = createAttempts()

  const check = (view: StepView) => checkInputs(view, drafts.readInputs(view.step.id))

  function refuse(step: StepId, attempt: Attempt): false {
    remember(step, attempt)
    refusals.value += 1
    return false
  }

  async function perform(step: StepId): Promise<boolean> {
    running.value = step
    remember(step, undefined)
    try {
      await drafts.flush()
      const run = await runStep(step)
      adopt(run)
      const state = run.steps.find((candidate) => candidate.id === step)
      if (state?.state !== 'passed') refusals.value += 1
      return state?.state === 'passed'
    } catch (thrown) {
      const problem = AppError.from(thrown).toProblem()
      return refuse(step, { issues: problem.issues ?? [], problem })
    } finally {
      running.value = undefined
    }
  }

  return {
    ...attempts,
    running,
    refusals,
    async run(view) {
      if (running.value !== undefined) return false
      const issues = check(view)
      return issues.length > 0
        ? refuse(view.step.id, { issues, isUnsent: true })
        : perform(view.step.id)
    },
    check: (view) => attempts.addIssues(view, check(view)),
    forget: (step) => remember(step, undefined),
    correct: (step) => remember(step, { issues: [] }),
  }
}
