import type { VNode } from 'preact'
import { Icon } from '../../components/layout/icon.tsx'
import { SequenceDiagram } from '../sequence/sequence-diagram.tsx'
import type { StageStore } from './stage-store.ts'
import styles from './stage.module.css'

/** The end: the whole way in a few arrows, and what to take home. */
export function EndMoment({ store }: { store: StageStore }): VNode {
  const summary = store.summary.value
  return (
    <>
      <SequenceDiagram arrows={summary} current={summary.length - 1} minimum={2} />
      <ul class={styles['endList']}>
        {store.show.value?.takeHome.map((line) => (
          <li key={line}>
            <Icon name="arrow" />
            {line}
          </li>
        ))}
      </ul>
    </>
  )
}
