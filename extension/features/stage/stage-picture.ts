import { computed, type ReadonlySignal } from '@preact/signals'
import type { Exchange } from '#shared/contract/exchange.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import type { Arrow } from '../sequence/arrow.ts'
import { layOutGhosts, layOutSequence } from '../sequence/lay-out-sequence.ts'
import type { WireStore } from '../wire/wire-store.ts'
import type { Comparison } from './compare.ts'
import type { Scene, SceneState, Show, StageSource } from './show.ts'
import { settle, type StageFacts, type StagePlace } from './stage-place.ts'
import { summarizeShow } from './summarize-show.ts'

/** What is on the stage. */
export type Moment = 'loading' | 'before' | 'after' | 'refused' | 'compared' | 'end'

/** The picture on the stage, as it follows from the place and from what the companion told. */
export interface StagePicture {
  show: ReadonlySignal<Show | undefined>
  place: ReadonlySignal<StagePlace>
  scene: ReadonlySignal<Scene | undefined>
  state: ReadonlySignal<SceneState>
  arrows: ReadonlySignal<readonly Arrow[]>
  ghosts: ReadonlySignal<readonly Arrow[]>
  moment: ReadonlySignal<Moment>
  /** The exchange of the current arrow, and what the gateway decided about it. */
  exchange: ReadonlySignal<Exchange | undefined>
  verdict: ReadonlySignal<Verdict | undefined>
  comparison: ReadonlySignal<Comparison | undefined>
  facts: ReadonlySignal<StageFacts>
  /** What is read aloud when the picture changes. */
  spoken: ReadonlySignal<string | undefined>
  /** The whole show in a few arrows: for the end. */
  summary: ReadonlySignal<readonly Arrow[]>
  /** Scenes that passed. */
  passed: ReadonlySignal<number>
}

export interface StagePictureDeps {
  source: StageSource
  wire: Pick<WireStore, 'exchanges' | 'verdicts'>
  place: ReadonlySignal<StagePlace>
  comparison: ReadonlySignal<Comparison | undefined>
}

export function createStagePicture(deps: StagePictureDeps): StagePicture {
  const { source, wire, comparison } = deps
  const scenes = computed(() => source.show.value?.scenes ?? [])
  const at = computed(() => deps.place.value.scene)
  const scene = computed(() => scenes.value[at.value])
  const lastScene = computed(() => Math.max(0, scenes.value.length - 1))
  const state = computed(() => source.stateOf(Math.min(at.value, lastScene.value)))
  const arrows = computed(() => layOutSequence(state.value.exchanges))
  const place = computed(() => settle(deps.place.value, arrows.value.length))
  const arrow = computed(() => arrows.value[place.value.arrow])
  const exchange = computed(() => wire.exchanges.value.get(arrow.value?.exchange ?? ''))
  const verdict = computed(() => wire.verdicts.value.get(exchange.value?.verdict ?? ''))
  const facts = computed(() => ({
    scenes: scenes.value.length,
    arrows: arrows.value.length,
    hasAction: state.value.next < (scene.value?.actions.length ?? 0),
  }))
  const states = computed(() => scenes.value.map((_scene, number) => source.stateOf(number)))

  function findMoment(): Moment {
    if (!source.show.value) return 'loading'
    if (!scene.value) return 'end'
    if (place.value.isComparing && comparison.value) return 'compared'
    const isSilent = arrows.value.length === 0
    const hasResult = isSilent && state.value.facts.length > 0 && !facts.value.hasAction
    if (!arrow.value) return hasResult ? 'after' : 'before'
    if (place.value.isOutcome) return 'before'
    return arrow.value.isRefused && verdict.value ? 'refused' : 'after'
  }

  return {
    show: source.show,
    place,
    scene,
    state,
    arrows,
    ghosts: computed(() => layOutGhosts(scene.value?.legs ?? [])),
    moment: computed(findMoment),
    exchange,
    verdict,
    comparison,
    facts,
    spoken: computed(() => {
      if (place.value.isOutcome) return state.value.outcome?.text
      return arrow.value?.spoken ?? scene.value?.what
    }),
    summary: computed(() => summarizeShow(states.value.map(({ exchanges }) => exchanges))),
    passed: computed(() => states.value.filter(({ isPassed }) => isPassed).length),
  }
}
