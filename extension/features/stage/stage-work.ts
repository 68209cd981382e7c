import { type ReadonlySignal, signal } from '@preact/signals'
import { AppError } from '#shared/errors/app-error.ts'

/** What the stage asks of the companion: one thing after the other. */
export interface StageWork {
  isBusy: ReadonlySignal<boolean>
  /** What went wrong last, for the speaker's window alone. */
  problem: ReadonlySignal<string | undefined>
  /** How long the newest answer took, in milliseconds. */
  answerMs: ReadonlySignal<number | undefined>
  /** How many things were asked and are done. */
  doneCount: ReadonlySignal<number>
  /** Does the work after the work that was begun before. */
  queue: (work: () => Promise<void>) => Promise<void>
  /**
   * Does what a person pressed a key for, unless such work is under way: a key that is pressed twice acts
   * once.
   *
   * @returns False where the work was not begun.
   */
  act: (work: () => Promise<void>) => Promise<boolean>
  complain: (sentence: string) => void
}

export function createStageWork(): StageWork {
  const waiting = signal(0)
  const isBusy = signal(false)
  const problem = signal<string>()
  const answerMs = signal<number>()
  const doneCount = signal(0)
  let last: Promise<void> = Promise.resolve()
  let isActing = false

  async function attempt(work: () => Promise<void>): Promise<void> {
    const start = performance.now()
    try {
      await work()
      problem.value = undefined
    } catch (thrown) {
      const { detail, title, hint } = AppError.from(thrown).toProblem()
      problem.value = [detail ?? title, hint].filter(Boolean).join(' ')
    }
    answerMs.value = Math.round(performance.now() - start)
    doneCount.value += 1
    waiting.value -= 1
    isBusy.value = waiting.value > 0
  }

  function queue(work: () => Promise<void>): Promise<void> {
    waiting.value += 1
    isBusy.value = true
    last = last.then(() => attempt(work))
    return last
  }

  return {
    isBusy,
    problem,
    answerMs,
    doneCount,
    queue,
    async act(work) {
      if (isActing) return false
      isActing = true
      await queue(work)
      isActing = false
      return true
    },
    complain: (sentence) => (problem.value = sentence),
  }
}
