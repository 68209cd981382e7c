import { type ReadonlySignal, signal } from '@preact/signals'
import type { StepId } from '#shared/contract/run.ts'
import type { StepView } from './step-view.ts'

/** The run and the step that were on screen last. */
export interface StoredPosition {
  run: string
  step: StepId
}

export interface PositionDeps {
  loadPosition: () => Promise<StoredPosition | undefined>
  savePosition: (position: StoredPosition) => Promise<void>
}

/** Which step is on screen; remembered, since the panel closes more often than a run ends. */
export interface Position {
  index: ReadonlySignal<number>
  /** Grows with each move, also to the same step, so that the page can move the focus. */
  moves: ReadonlySignal<number>
  go: (index: number) => void
  /** Goes to the step of this position, or to `fallback` where the run on screen has no such step. */
  restore: (stored: StoredPosition | undefined, fallback: number) => void
}

export interface PositionOfRun {
  savePosition: PositionDeps['savePosition']
  run: ReadonlySignal<{ id: string } | undefined>
  views: ReadonlySignal<readonly StepView[]>
}

export function createPosition({ savePosition, run, views }: PositionOfRun): Position {
  const index = signal(0)
  const moves = signal(0)

  return {
    index,
    moves,
    go(next) {
      const view = views.peek()[next]
      const current = run.peek()
      if (!view || !current) return
      index.value = next
      moves.value += 1
      void savePosition({ run: current.id, step: view.step.id })
    },
    restore(stored, fallback) {
      const isHere = stored !== undefined && stored.run === run.peek()?.id
      const known = isHere ? views.peek().findIndex(({ step }) => step.id === stored.step) : -1
      index.value = known < 0 ? fallback : known
    },
  }
}
