import { type ReadonlySignal, useSignal } from '@preact/signals'
import { AppError } from '#shared/errors/app-error.ts'
import type { Problem } from '#shared/errors/problem.ts'

export interface Action {
  isBusy: ReadonlySignal<boolean>
  problem: ReadonlySignal<Problem | undefined>
  /** Does the work; what it throws becomes the problem on screen. */
  run: (work: () => Promise<void>) => void
  forget: () => void
}

/** Something a button does: it is busy meanwhile, and a failure is shown where it belongs. */
export function useAction(): Action {
  const isBusy = useSignal(false)
  const problem = useSignal<Problem | undefined>(undefined)
  return {
    isBusy,
    problem,
    run(work) {
      if (isBusy.peek()) return
      isBusy.value = true
      problem.value = undefined
      void work()
        .catch((thrown: unknown) => (problem.value = AppError.from(thrown).toProblem()))
        .finally(() => (isBusy.value = false))
    },
    forget: () => (problem.value = undefined),
  }
}
