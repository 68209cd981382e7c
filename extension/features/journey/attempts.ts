import { signal } from '@preact/signals'
import type { StepId } from '#shared/contract/run.ts'
import type { FieldIssue, Problem } from '#shared/errors/problem.ts'
import { addIssues, dropIssues } from './check-inputs.ts'
import type { StepView } from './step-view.ts'

/** What the last attempt at a step met before the companion could write it into the run. */
export interface Attempt {
  issues: readonly FieldIssue[]
  problem?: Problem
  /** Refused here, before anything was sent: what the last answer said is no longer the matter. */
  isUnsent?: boolean
}

/** What is wrong with each step: as the panel found it, or else as the companion's run says. */
export interface Attempts {
  remember: (step: StepId, attempt: Attempt | undefined) => void
  findIssues: (view: StepView) => readonly FieldIssue[]
  findProblem: (view: StepView) => Problem | undefined
  /** What was found wrong while a person types. */
  addIssues: (view: StepView, fresh: readonly FieldIssue[]) => void
  /** The person is correcting this field: its old sentence goes, and those about several fields. */
  forgetIssue: (view: StepView, field: string) => void
  forgetAll: () => void
}

export function createAttempts(): Attempts {
  const attempts = signal<Partial<Record<StepId, Attempt>>>({})

  function remember(step: StepId, attempt: Attempt | undefined): void {
    const { [step]: _old, ...rest } = attempts.value
    attempts.value = attempt ? { ...rest, [step]: attempt } : rest
  }

  const findIssues = ({ step, state }: StepView): readonly FieldIssue[] =>
    attempts.value[step.id]?.issues ?? state.problem?.issues ?? []

  const replaceIssues = ({ step }: StepView, issues: readonly FieldIssue[]): void =>
    remember(step.id, { ...attempts.value[step.id], issues })

  return {
    remember,
    findIssues,
    findProblem({ step, state }) {
      const attempt = attempts.value[step.id]
      if (attempt?.isUnsent && attempt.issues.length > 0) return undefined
      return attempt?.problem ?? (state.state === 'failed' ? state.problem : undefined)
    },
    addIssues(view, fresh) {
      if (fresh.length > 0) replaceIssues(view, addIssues(findIssues(view), fresh))
    },
    forgetIssue(view, field) {
      const old = findIssues(view)
      const issues = dropIssues(old, field)
      if (issues.length < old.length) replaceIssues(view, issues)
    },
    forgetAll: () => (attempts.value = {}),
  }
}
