import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { LessonCheckpoint } from '#shared/contract/lesson-checkpoint.ts'
import type { CheckpointProgress } from '#shared/contract/lesson-progress.ts'
import { Icon } from '../../components/layout/icon.tsx'
import { Section } from '../../components/layout/section.tsx'
import { ExchangeCard } from '../wire/exchange-card.tsx'
import type { WireStore } from '../wire/wire-store.ts'
import { describeWaiting } from './lesson-words.ts'
import styles from './lessons.module.css'

export interface CheckpointSectionProps {
  wire: WireStore
  checkpoints: readonly LessonCheckpoint[]
  progress: readonly CheckpointProgress[]
}

/** What has to be seen; what was seen instead, with the call itself a press away. */
export function CheckpointSection(props: CheckpointSectionProps): VNode {
  const { wire, checkpoints, progress } = props
  return (
    <Section title={checkpoints.length === 1 ? 'Checkpoint' : 'Checkpoints'}>
      <ul class={styles['checks']} aria-live="polite">
        {checkpoints.map(({ title }, index) => {
          const state = progress[index]
          return state && <Checkpoint key={index} wire={wire} title={title} progress={state} />
        })}
      </ul>
    </Section>
  )
}

const ICONS = { passed: 'done', waiting: 'not-yet', skipped: 'dash' } as const

function Checkpoint({
  wire,
  title,
  progress,
}: {
  wire: WireStore
  title: string
  progress: CheckpointProgress
}): VNode {
  const { state, proof, instead } = progress
  const seen = proof ?? instead
  return (
    <li data-state={state}>
      <Icon name={ICONS[state]} />
      <div>
        <b>{title}</b>
        <small>
          {proof
            ? `Passed ${new Date(proof.at).toLocaleTimeString()}: ${proof.text}.`
            : describeWaiting(progress)}
        </small>
        {seen?.exchange !== undefined && (
          <Proof key={seen.exchange} wire={wire} id={seen.exchange} />
        )}
      </div>
    </li>
  )
}

/** The exchange that was seen, read when the person wants to look at it. */
function Proof({ wire, id }: { wire: WireStore; id: string }): VNode {
  const isOpen = useSignal(false)
  const exchange = wire.exchanges.value.get(id)
  return (
    <div>
      <button
        type="button"
        class={styles['look']}
        aria-expanded={isOpen.value}
        onClick={() => {
          isOpen.value = !isOpen.value
          void wire.need([id], undefined)
        }}
      >
        {isOpen.value ? 'Hide it' : 'Look at it'}
      </button>
      {isOpen.value &&
        (exchange ? (
          <ExchangeCard exchange={exchange} />
        ) : (
          <small>The companion does not keep this exchange any more.</small>
        ))}
    </div>
  )
}
