import { type ReadonlySignal, signal } from '@preact/signals'
import { StepId } from '#shared/contract/run.ts'
import type { Fix } from '#shared/errors/problem.ts'
import { STEP_IDS } from '#shared/journeys/step-ids.ts'
import type { StepView } from './step-view.ts'
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
  /** Runs the changed step again, and what stands between it and the failure. */
  runFixed: () => Promise<void>
  forgetFix: () => void
}

export interface FixesDeps {
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
  return {
    lastFix,
    async applyFix(fix) {
      const step = StepId.safeParse(fix.step).data
      if (step === undefined) return
      if (Object.keys(fix.inputs).length === 0) return deps.go(STEP_IDS.indexOf(step))
      const failedStep = deps.current.peek()?.step.id ?? step
      try {
        await deps.replaceInputs(step, fix.inputs)
        deps.go(STEP_IDS.indexOf(step))
        lastFix.value = { fix, step, failedStep }
      } catch (thrown) {
        deps.onProblem(thrown)
      }
    },
    async runFixed() {
      const applied = lastFix.value
      if (!applied) return
      const first = STEP_IDS.indexOf(applied.step)
      await deps.walk.runFrom(first, Math.max(first, STEP_IDS.indexOf(applied.failedStep)))
    },
    forgetFix: () => (lastFix.value = undefined),
  }
}
