import { type ReadonlySignal, signal } from '@preact/signals'
import type { Run, StepId } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { FieldIssue, Problem } from '#shared/errors/problem.ts'
import { checkInputs, readFieldName } from './check-inputs.ts'
import type { Drafts } from './drafts.ts'
import type { StepView } from './step-view.ts'

/** What the last attempt at a step met before the companion could write it into the run. */
interface Attempt {
  issues: readonly FieldIssue[]
  problem?: Problem
  /** Refused here, before anything was sent: what the last answer said is no longer the matter. */
  isUnsent?: boolean
}

export interface StepRunner {
  running: ReadonlySignal<StepId | undefined>
  /** Grows each time an attempt was refused, so that the form can move the focus. */
  refusals: ReadonlySignal<number>
  /** Carries out one step; true when it passed. */
  run: (view: StepView) => Promise<boolean>
  findIssues: (view: StepView) => readonly FieldIssue[]
  findProblem: (view: StepView) => Problem | undefined
  /** The person is correcting this field: its old sentence goes. */
  forgetIssue: (view: StepView, field: string) => void
  forget: (step: StepId) => void
  /** The values were changed: what was said about the old ones no longer holds. */
  correct: (step: StepId) => void
  forgetAll: () => void
}

export interface StepRunnerDeps {
  drafts: Drafts
  runStep: (step: StepId) => Promise<Run>
  adopt: (run: Run) => void
}

export function createStepRunner({ drafts, runStep, adopt }: StepRunnerDeps): StepRunner {
  const running = signal<StepId>()
  const refusals = signal(0)
  const attempts = signal<Partial<Record<StepId, Attempt>>>({})

  function remember(step: StepId, attempt: Attempt | undefined): void {
    const { [step]: _old, ...rest } = attempts.value
    attempts.value = attempt ? { ...rest, [step]: attempt } : rest
  }

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

  const findIssues = ({ step, state }: StepView): readonly FieldIssue[] =>
    attempts.value[step.id]?.issues ?? state.problem?.issues ?? []

  const findProblem = ({ step, state }: StepView): Problem | undefined => {
    const attempt = attempts.value[step.id]
    if (attempt?.isUnsent && attempt.issues.length > 0) return undefined
    return attempt?.problem ?? (state.state === 'failed' ? state.problem : undefined)
  }

  return {
    running,
    refusals,
    async run(view) {
      if (running.value !== undefined) return false
      const issues = checkInputs(view, drafts.readInputs(view.step.id))
      return issues.length > 0
        ? refuse(view.step.id, { issues, isUnsent: true })
        : perform(view.step.id)
    },
    findIssues,
    findProblem,
    forgetIssue(view, field) {
      const old = findIssues(view)
      const issues = old.filter((issue) => readFieldName(issue.field) !== field)
      if (issues.length < old.length)
        remember(view.step.id, { ...attempts.value[view.step.id], issues })
    },
    forget: (step) => remember(step, undefined),
    correct: (step) => remember(step, { issues: [] }),
    forgetAll: () => (attempts.value = {}),
  }
}
