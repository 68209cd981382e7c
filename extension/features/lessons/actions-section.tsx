import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { ActionOutcome, LessonStepProgress } from '#shared/contract/lesson-progress.ts'
import type { LessonStep } from '#shared/contract/lesson.ts'
import { Button } from '../../components/actions/button.tsx'
import { StateChip } from '../../components/feedback/state-chip.tsx'
import styles from './lessons.module.css'

export interface ActionsSectionProps {
  step: LessonStep
  done: LessonStepProgress
  busy: boolean
  onAct: (action: number) => void
}

/** The actions of a step with a button each, in their place; each may be done again. */
export function ActionsSection({ step, done, busy, onAct }: ActionsSectionProps): VNode {
  // The pressed button stays enabled while it works, so the focus stays on it.
  const pressed = useSignal(-1)
  const next = step.actions.findIndex((_action, index) => !done.outcomes[String(index)])
  return (
    <ol class={styles['actions']} aria-label="Actions">
      {step.actions.map(({ label }, index) => {
        const outcome = done.outcomes[String(index)]
        return (
          <li key={index}>
            <Button
              look={index === next ? 'primary' : 'plain'}
              icon={outcome ? 'again' : 'play'}
              label={outcome && `${index + 1}. ${label}, again`}
              disabled={busy && index !== pressed.value}
              isBusy={busy && index === pressed.value}
              onClick={() => {
                pressed.value = index
                onAct(index)
              }}
            >
              {index + 1}. {label}
            </Button>
            {outcome && <Outcome outcome={outcome} />}
          </li>
        )
      })}
    </ol>
  )
}

function Outcome({ outcome }: { outcome: ActionOutcome }): VNode {
  const { is_done, text, problem } = outcome
  return (
    <div class={styles['outcome']}>
      <StateChip tone={is_done ? 'ok' : 'bad'}>{is_done ? 'Done' : 'Failed'}</StateChip>
      <span>
        {text}
        {problem?.hint !== undefined && ` ${problem.hint}`}
      </span>
    </div>
  )
}
