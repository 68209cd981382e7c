import { type ReadonlySignal, signal } from '@preact/signals'
import type { StepId } from '#shared/contract/run.ts'
import { STEP_IDS } from '#shared/journeys/step-ids.ts'

export interface PositionDeps {
  loadPosition: () => Promise<StepId | undefined>
  savePosition: (step: StepId) => Promise<void>
}

/** Which step is on screen; remembered, since the panel closes more often than a run ends. */
export interface Position {
  index: ReadonlySignal<number>
  /** Grows with each move, also to the same step, so that the page can move the focus. */
  moves: ReadonlySignal<number>
  go: (index: number) => void
  /** Once: goes to the remembered step, or to `fallback` when there is none. */
  restore: (fallback: number) => Promise<void>
}

export function createPosition({ loadPosition, savePosition }: PositionDeps): Position {
  const index = signal(0)
  const moves = signal(0)
  let isRestored = false

  return {
    index,
    moves,
    go(next) {
      const step = STEP_IDS[next]
      if (step === undefined) return
      index.value = next
      moves.value += 1
      void savePosition(step)
    },
    async restore(fallback) {
      if (isRestored) return
      isRestored = true
      const step = await loadPosition()
      index.value = step === undefined ? fallback : STEP_IDS.indexOf(step)
    },
  }
}
