import { type ReadonlySignal, signal } from '@preact/signals'
import { StepId } from '#shared/contract/run.ts'
import type { Fix } from '#shared/errors/problem.ts'

export interface Fixes {
  /** The change that a fix button has just made. */
  lastFix: ReadonlySignal<Fix | undefined>
  /** Puts the fix's values into its step and goes there. */
  applyFix: (fix: Fix) => Promise<void>
  forgetFix: () => void
}

export interface FixesDeps {
  /** Replaces inputs of a step, whatever was typed there. */
  replaceInputs: (step: StepId, inputs: Record<string, unknown>) => Promise<void>
  goTo: (step: StepId) => void
  onProblem: (thrown: unknown) => void
}

export function createFixes({ replaceInputs, goTo, onProblem }: FixesDeps): Fixes {
  const lastFix = signal<Fix>()
  return {
    lastFix,
    async applyFix(fix) {
      const step = StepId.safeParse(fix.step).data
      if (step === undefined) return
      try {
        await replaceInputs(step, fix.inputs)
        goTo(step)
        lastFix.value = fix
      } catch (thrown) {
        onProblem(thrown)
      }
    },
    forgetFix: () => (lastFix.value = undefined),
  }
}
