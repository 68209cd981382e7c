import type { ReadonlySignal } from '@preact/signals'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { Exchange } from '#shared/contract/exchange.ts'
import type { Leg } from '#shared/contract/lesson.ts'
import type { Fact, Run } from '#shared/contract/run.ts'

/** One scene of a show: a step of a lesson or of a run. */
export interface Scene {
  title: string
  what: string
  why?: string | undefined
  /** Planned minutes; 0 where no one planned. */
  minutes: number
  /** For the speaker alone; words between ** are bold. */
  notes: readonly string[]
  rescue?: string | undefined
  takeHome?: string | undefined
  /** What is expected on the wire. */
  legs: readonly Leg[]
  /** The words on the buttons of what can be done, in order. */
  actions: readonly string[]
  /** The words for the prepared failure. */
  failure?: string | undefined
  /** The step of the run that this scene ends with, for comparing. */
  step?: string | undefined
}

export interface Show {
  title: string
  scenes: readonly Scene[]
  takeHome: readonly string[]
}

/** What has come of a scene so far. */
export interface SceneState {
  /** The next action to do; as many as there are once all are done. */
  next: number
  /** What came of the newest action, in words. */
  outcome?: { text: string; isDone: boolean } | undefined
  facts: readonly Fact[]
  failure: 'none' | 'played' | 'repaired'
  /** Passed: seen on the wire. Skipped and not yet are no passing. */
  isPassed: boolean
  exchanges: readonly Exchange[]
}

/** What is presented: a lesson or a run. Everything comes from the companion. */
export interface StageSource {
  /** Nothing until it is read. */
  show: ReadonlySignal<Show | undefined>
  run: ReadonlySignal<Run | undefined>
  /** Reads everything. @returns The scene to begin with. @throws AppError. */
  load: () => Promise<number>
  follow: (event: CompanionEvent) => void
  stateOf: (scene: number) => SceneState
  /** Makes ready what a scene begins with, and goes there. @throws AppError */
  enter: (scene: number) => Promise<void>
  /** Enters the scene first where the companion is at another, as `fail` and `repair` do. @throws AppError */
  perform: (scene: number, action: number) => Promise<void>
  /** Plays the prepared failure, or repairs it. @throws AppError */
  fail: (scene: number) => Promise<void>
  repair: (scene: number) => Promise<void>
  /** Makes everything anew up to the beginning of a scene. @throws AppError */
  startOver: (scene: number) => Promise<void>
}
