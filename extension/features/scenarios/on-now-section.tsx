import type { VNode } from 'preact'
import { FAULTS, type FaultStatus } from '#shared/faults/fault.ts'
import { Button } from '../../components/actions/button.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { useNow } from '../../components/layout/use-now.ts'
import type { ConditionsStore } from './conditions-store.ts'
import { describeEnd, describeOffset, nameDialect } from './condition-words.ts'
import styles from './scenarios.module.css'

export interface OnNowSectionProps {
  store: ConditionsStore
  /** Asks the doctor about the scenario that is on. */
  onExamine: () => void
}

/** Everything that is wrong on purpose at the moment, each with its end. */
export function OnNowSection({ store, onExamine }: OnNowSectionProps): VNode {
  const nowMs = useNow()
  const action = useAction()
  const { active, faults, offset_seconds } = store.conditions.value
  return (
    <Section title="On now">
      {active && (
        <div class={styles['active']}>
          <p>
            <strong>{active.title}</strong>
          </p>
          <p>{active.story}</p>
        </div>
      )}
      {faults.length > 0 && (
        <ul class={styles['faults']} aria-label="Faults that are on">
          {faults.map((fault) => (
            <FaultItem
              key={fault.id}
              fault={fault}
              nowMs={nowMs}
              onEnd={() => action.run(() => store.endFault(fault.id))}
            />
          ))}
        </ul>
      )}
      {offset_seconds !== 0 && <p>The clock is {describeOffset(offset_seconds)}.</p>}
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      <Buttons>
        <Button
          look="primary"
          isBusy={action.isBusy.value}
          onClick={() => action.run(store.stopAll)}
        >
          Switch everything off
        </Button>
        {active && <Button onClick={onExamine}>Ask the doctor</Button>}
      </Buttons>
    </Section>
  )
}

interface FaultItemProps {
  fault: FaultStatus
  nowMs: number
  onEnd: () => void
}

function FaultItem({ fault, nowMs, onEnd }: FaultItemProps): VNode {
  const { id, dialect } = fault
  return (
    <li>
      <div>
        <code>{id}</code>
        <p>{FAULTS[id].effect}</p>
        <p class={styles['quiet']}>
          {dialect === undefined ? 'Every dialect' : nameDialect(dialect)} ·{' '}
          {describeEnd(fault, nowMs)}
        </p>
      </div>
      <Button look="quiet" label={`Switch off ${id}`} onClick={onEnd}>
        Switch off
      </Button>
    </li>
  )
}
