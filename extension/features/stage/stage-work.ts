import { type ReadonlySignal, signal } from '@preact/signals'
import { AppError } from '#shared/errors/app-error.ts'

/** What the stage asks of the companion: one thing at a time. */
export interface StageWork {
  isBusy: ReadonlySignal<boolean>
  /** What went wrong last, for the speaker's window alone. */
  problem: ReadonlySignal<string | undefined>
  /** How long the newest answer took, in milliseconds. */
  answerMs: ReadonlySignal<number | undefined>
  /** Does the work unless other work is under way. @returns False where the work was not begun. */
  attempt: (work: () => Promise<void>) => Promise<boolean>
  complain: (sentence: string) => void
}

export function createStageWork(): StageWork {
  const isBusy = signal(false)
  const problem = signal<string>()
  const answerMs = signal<number>()
  return {
    isBusy,
    problem,
    answerMs,
    async attempt(work) {
      if (isBusy.peek()) return false
      isBusy.value = true
      const start = performance.now()
      try {
        await work()
        problem.value = undefined
      } catch (thrown) {
        const { detail, title, hint } = AppError.from(thrown).toProblem()
        problem.value = [detail ?? title, hint].filter(Boolean).join(' ')
      } finally {
        answerMs.value = Math.round(performance.now() - start)
        isBusy.value = false
      }
      return true
    },
    complain: (sentence) => (problem.value = sentence),
  }
}
