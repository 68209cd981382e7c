import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { ACTORS } from '#shared/journeys/step.ts'
import { Button } from '../../components/actions/button.tsx'
import { Icon } from '../../components/layout/icon.tsx'
import { ACTOR_LANES } from './actor-chip.tsx'
import { groupByActor } from './group-by-actor.ts'
import type { JourneyStore } from './journey-store.ts'
import { StepList } from './step-list.tsx'
import styles from './progress.module.css'

/** A segment for each step, grouped by actor; pressing them opens the list of all steps. */
export function Progress({ store, canRun }: { store: JourneyStore; canRun: boolean }): VNode {
  const isOpen = useSignal(false)
  const views = store.views.value
  const current = store.current.value
  const passed = views.filter(({ state }) => state.state === 'passed').length
  return (
    <nav
      class={styles['progress']}
      aria-label="Steps of the journey"
      onKeyDown={(event) => {
        if (event.key === 'Escape') isOpen.value = false
      }}
    >
      <button
        class={styles['toggle']}
        type="button"
        aria-expanded={isOpen}
        aria-controls="step-list"
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        <Segments store={store} />
        <span class={styles['label']}>
          <Icon name="chevron" />
          <span>
            {current && `${current.step.number} · ${ACTORS[current.step.actor]}`}
            <span class={styles['count']}>{` · ${passed} of ${views.length} done`}</span>
          </span>
        </span>
      </button>
      <RunAll store={store} canRun={canRun} />
      <div id="step-list" class={styles['list']} hidden={!isOpen.value}>
        <StepList
          store={store}
          onChoose={(index) => {
            isOpen.value = false
            store.go(index)
          }}
        />
      </div>
    </nav>
  )
}

function Segments({ store }: { store: JourneyStore }): VNode {
  return (
    <span class={styles['segments']} aria-hidden="true">
      {groupByActor(store.views.value).map((group) => (
        <span key={group[0]?.step.id} class={styles['group']} style={{ flexGrow: group.length }}>
          {group.map(({ step, state }) => (
            <span
              key={step.id}
              class={styles['segment']}
              data-lane={ACTOR_LANES[step.actor]}
              data-state={store.running.value === step.id ? 'running' : state.state}
              data-current={step.number === store.index.value + 1 || undefined}
            />
          ))}
        </span>
      ))}
    </span>
  )
}

function RunAll({ store, canRun }: { store: JourneyStore; canRun: boolean }): VNode {
  if (store.isRunningAll.value)
    return (
      <Button look="quiet" icon="stop" onClick={store.stop}>
        Stop
      </Button>
    )
  return (
    <Button look="quiet" icon="play" disabled={!canRun} onClick={() => void store.runAll()}>
      Run all
    </Button>
  )
}
