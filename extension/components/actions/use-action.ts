import { type ReadonlySignal, useSignal } from '@preact/signals'
import { AppError } from '#shared/errors/app-error.ts'
import type { Problem } from '#shared/errors/problem.ts'

export interface Action {
  isBusy: ReadonlySignal<boolean>
  problem: ReadonlySignal<Problem | undefined>
  /** Does the work; a thrown error becomes the problem on screen. */
  run: (work: () => Promise<void>) => void
  forget: () => void
}

/** The action of a button, with the state for a busy button and the problem of a failure. */
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
