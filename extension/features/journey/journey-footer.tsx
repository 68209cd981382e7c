import type { VNode } from 'preact'
import { Button } from '../../components/actions/button.tsx'
import { Icon, type IconName } from '../../components/layout/icon.tsx'
import type { JourneyStore } from './journey-store.ts'
import styles from './journey-footer.module.css'
import { STEP_FORM_ID } from './step-form.tsx'

export interface JourneyFooterProps {
  store: JourneyStore
  canRun: boolean
}

/** Back, the verb of this step, Next. What comes next wears the strong look. */
export function JourneyFooter({ store, canRun }: JourneyFooterProps): VNode | null {
  const view = store.current.value
  if (!view) return null
  const index = store.index.value
  const running = store.running.value
  const isRunning = running === view.step.id
  const isLast = index === store.views.value.length - 1
  const isPassed = view.state.state === 'passed' && !isLast
  return (
    <footer class={styles['footer']}>
      <Button disabled={index === 0} onClick={() => store.go(index - 1)}>
        <Way icon="back">Back</Way>
      </Button>
      <Button
        type="submit"
        form={STEP_FORM_ID}
        look={isPassed ? 'plain' : 'primary'}
        disabled={!canRun || running !== undefined}
        isBusy={isRunning}
      >
        {isRunning ? `${view.step.runLabel}…` : view.step.runLabel}
      </Button>
      <Button
        look={isPassed ? 'primary' : 'plain'}
        disabled={isLast}
        onClick={() => store.go(index + 1)}
      >
        <Way icon="chevron">Next</Way>
      </Button>
    </footer>
  )
}

/** A word, which a very narrow panel shows as an arrow. */
function Way({ icon, children }: { icon: IconName; children: string }): VNode {
  return (
    <>
      <span class={styles['word']}>{children}</span>
      <span class={styles['arrow']} aria-hidden="true">
        <Icon name={icon} />
      </span>
    </>
  )
}
