import { type ReadonlySignal, signal } from '@preact/signals'
import { StepId } from '#shared/contract/run.ts'
import type { Fix } from '#shared/errors/problem.ts'
import { findIndex, type StepView } from './step-view.ts'
import type { Walk } from './walk.ts'

/** A change that a fix button has made, and the step whose failure asked for it. */
export interface AppliedFix {
  fix: Fix
  step: StepId
  failedStep: StepId
}

export interface Fixes {
  /** The change that a fix button has just made. */
  lastFix: ReadonlySignal<AppliedFix | undefined>
  /** Puts the fix's values into its step and goes there. */
  applyFix: (fix: Fix) => Promise<void>
  /** Runs the changed step again, and the steps between it and the failed step. */
  runFixed: () => Promise<void>
  forgetFix: () => void
}

export interface FixesDeps {
  views: ReadonlySignal<readonly StepView[]>
  /** The step on screen: where a fix button is pressed. */
  current: ReadonlySignal<StepView | undefined>
  /** Replaces inputs of a step, whatever was typed there. */
  replaceInputs: (step: StepId, inputs: Record<string, unknown>) => Promise<void>
  go: (index: number) => void
  walk: Pick<Walk, 'runFrom'>
  onProblem: (thrown: unknown) => void
}

export function createFixes(deps: FixesDeps): Fixes {
  const lastFix = signal<AppliedFix>()
  const indexOf = (step: StepId): number => findIndex(deps.views.peek(), step)
  return {
    lastFix,
    async applyFix(fix) {
      const step = StepId.safeParse(fix.step).data
      // A fix may belong to a step of another journey: then there is nothing to change here.
      if (step === undefined || indexOf(step) < 0) return
      if (Object.keys(fix.inputs).length === 0) return deps.go(indexOf(step))
      const failedStep = deps.current.peek()?.step.id ?? step
      try {
        await deps.replaceInputs(step, fix.inputs)
        deps.go(indexOf(step))
        lastFix.value = { fix, step, failedStep }
      } catch (thrown) {
        deps.onProblem(thrown)
      }
    },
    async runFixed() {
      const applied = lastFix.value
      if (!applied) return
      const first = indexOf(applied.step)
      await deps.walk.runFrom(first, Math.max(first, indexOf(applied.failedStep)))
    },
    forgetFix: () => (lastFix.value = undefined),
  }
}
