import type { VNode } from 'preact'
import type { Conditions } from '#shared/contract/events.ts'
import { Icon } from '../../components/layout/icon.tsx'
import { SequenceDiagram } from '../sequence/sequence-diagram.tsx'
import { AfterMoment } from './after-moment.tsx'
import { ComparedMoment } from './compared-moment.tsx'
import { EndMoment } from './end-moment.tsx'
import { cutText, loseMiddle } from './message-lines.ts'
import { RefusedMoment } from './refused-moment.tsx'
import type { StageStore } from './stage-store.ts'
import styles from './stage.module.css'

/** Arrows on screen: so many leave room for what stands below the diagram. */
const SIZES = { before: 5, after: 4, refused: 3, end: 5, compared: 0, loading: 0 } as const

/** One scene on the stage. It scales whole with its window and never reflows. */
export function StageView({
  store,
  conditions,
}: {
  store: StageStore
  conditions: Conditions
}): VNode {
  const moment = store.moment.value
  const show = store.show.value
  const title = moment === 'end' ? show?.title : store.scene.value?.title
  const isBroken = isBrokenOnPurpose(conditions)
  const short = loseMiddle(title ?? '', isBroken ? 30 : 36)
  return (
    <main class={styles['stage']} aria-busy={store.isBusy.value} data-place={describePlace(store)}>
      <header>
        <h1 data-size={isBroken ? findSize(short) : undefined}>{short}</h1>
        {isBroken && (
          <p class={styles['badge']}>
            <Icon name="bolt" />
            Broken on purpose
          </p>
        )}
        <p class={styles['count']}>{store.hint.value ?? describeCount(store)}</p>
      </header>
      {(moment === 'before' || moment === 'after' || moment === 'refused') && (
        <Diagram store={store} size={SIZES[moment]} />
      )}
      {moment === 'before' && <BeforeMoment store={store} />}
      {moment === 'after' && <AfterMoment store={store} />}
      {moment === 'refused' && <RefusedMoment store={store} />}
      {moment === 'compared' && <ComparedMoment store={store} />}
      {moment === 'end' && <EndMoment store={store} />}
    </main>
  )
}

function Diagram({ store, size }: { store: StageStore; size: number }): VNode {
  const { arrow, isOutcome } = store.place.value
  const drawn = store.arrows.value
  const ghosts = store.ghosts.value
  return (
    <SequenceDiagram
      arrows={arrow >= 0 ? drawn : ghosts}
      current={isOutcome ? drawn.length : arrow}
      size={size}
      minimum={Math.min(size, Math.max(2, ghosts.length))}
    />
  )
}

/** Nothing was sent yet: the question is who will talk to whom. */
function BeforeMoment({ store }: { store: StageStore }): VNode {
  const scene = store.scene.value
  const { outcome } = store.state.value
  return (
    <section class={styles['say']} aria-label="What happens">
      <p class={styles['what']}>{scene?.what}</p>
      {outcome ? (
        <p class={styles['outcome']} data-tone={outcome.isDone ? 'ok' : 'bad'}>
          <Icon name={outcome.isDone ? 'check' : 'cross'} />
          <span>{cutText(outcome.text, 140)}</span>
        </p>
      ) : (
        <p class={styles['why']}>{scene?.why}</p>
      )}
    </section>
  )
}

/** Beside the badge there is less room. */
function findSize({ length }: string): 'small' | 'smaller' | undefined {
  if (length > 26) return 'smaller'
  return length > 18 ? 'small' : undefined
}

/** Changes whenever the picture does, for tests. */
function describePlace({ place, doneCount }: StageStore): string {
  const { scene, arrow, isComparing, isOutcome } = place.value
  return [scene, arrow, isComparing, isOutcome, doneCount.value].join(' ')
}

function describeCount(store: StageStore): string {
  const count = store.show.value?.scenes.length ?? 0
  if (store.moment.value === 'loading') return ''
  if (store.moment.value === 'end') return `${store.passed.value} of ${count} passed`
  return `Step ${store.place.value.scene + 1} of ${count}`
}

function isBrokenOnPurpose({ active, faults, offset_seconds }: Conditions): boolean {
  return active !== undefined || faults.length > 0 || offset_seconds !== 0
}
