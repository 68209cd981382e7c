import type { VNode } from 'preact'
import type { RunStep } from '#shared/contract/run.ts'
import { Icon, type IconName } from '../../components/layout/icon.tsx'
import { ActorChip } from './actor-chip.tsx'
import { groupByActor } from './group-by-actor.ts'
import type { JourneyStore } from './journey-store.ts'
import styles from './step-list.module.css'
import type { StepView } from './step-view.ts'

const STATES: Record<RunStep['state'], { word: string; icon: IconName }> = {
  todo: { word: 'to do', icon: 'dash' },
  running: { word: 'running', icon: 'play' },
  passed: { word: 'passed', icon: 'check' },
  outdated: { word: 'to do again', icon: 'again' },
  failed: { word: 'failed', icon: 'cross' },
}

export interface StepListProps {
  store: JourneyStore
  onChoose: (index: number) => void
}

/** All steps with their state, under the actor who does them. */
export function StepList({ store, onChoose }: StepListProps): VNode {
  return (
    <ol class={styles['groups']}>
      {groupByActor(store.views.value).map((group) => (
        <li key={group[0]?.step.id}>
          {group[0] && <ActorChip actor={group[0].step.actor} />}
          <ol>
            {group.map((view) => (
              <li key={view.step.id}>
                <StepButton
                  view={view}
                  isCurrent={view.step.number === store.index.value + 1}
                  onChoose={() => onChoose(view.step.number - 1)}
                />
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  )
}

function StepButton(props: { view: StepView; isCurrent: boolean; onChoose: () => void }): VNode {
  const { step, state } = props.view
  const { word, icon } = STATES[state.state]
  return (
    <button
      class={styles['step']}
      type="button"
      data-state={state.state}
      aria-current={props.isCurrent ? 'step' : undefined}
      onClick={props.onChoose}
    >
      <span class={styles['number']}>{step.number}</span>
      <span class={styles['title']}>{step.title}</span>
      <span class={styles['state']}>
        {word}
        <Icon name={icon} />
      </span>
    </button>
  )
}
