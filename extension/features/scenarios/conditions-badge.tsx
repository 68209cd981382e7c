import type { VNode } from 'preact'
import { Button } from '../../components/actions/button.tsx'
import { Icon } from '../../components/layout/icon.tsx'
import { useTools } from '../../components/actions/tools.ts'
import { useAction } from '../../components/actions/use-action.ts'
import type { ConditionsStore } from './conditions-store.ts'
import { describeLab } from './condition-words.ts'
import styles from './conditions-badge.module.css'

export interface ConditionsBadgeProps {
  store: ConditionsStore
  canRun: boolean
  /** Leads to the page of scenarios. */
  onOpen: () => void
}

/** The conditions, shown on every page with a button that ends them; empty while there are none. */
export function ConditionsBadge({ store, canRun, onOpen }: ConditionsBadgeProps): VNode | null {
  const action = useAction()
  const { announce } = useTools()
  const text = describeLab(store.conditions.value)
  if (text === undefined) return null
  const stop = async (): Promise<void> => {
    await store.stopAll().catch((thrown: unknown) => {
      announce('It could not be switched off. The companion may be down.')
      throw thrown
    })
  }
  return (
    <section class={styles['badge']} aria-label="Wrong on purpose">
      <Icon name="warning" />
      <button type="button" class={styles['name']} title={text} onClick={onOpen}>
        {text}
      </button>
      <Button
        look="quiet"
        disabled={!canRun}
        isBusy={action.isBusy.value}
        onClick={() => action.run(stop)}
      >
        Switch off
      </Button>
    </section>
  )
}
