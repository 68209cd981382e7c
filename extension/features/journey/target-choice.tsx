import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { Target } from '#shared/contract/run.ts'
import type { JourneyStore } from './journey-store.ts'
import { StartOverDialog } from './start-over-dialog.tsx'
import styles from './target-choice.module.css'

const TARGETS: readonly { value: Target; label: string; help: string }[] = [
  { value: 'embedded', label: 'Embedded identity provider', help: 'Runs offline, no account.' },
  { value: 'provider', label: 'My own Okta organisation', help: 'Needs its address and a token.' },
]

/** Where clients are registered. Another place means another run. */
export function TargetChoice({ store }: { store: JourneyStore }): VNode {
  // Shows the choice at once; the run follows when it was made, or the choice goes back.
  const wanted = useSignal<Target | undefined>(undefined)
  const isAsking = useSignal(false)
  const target = wanted.value ?? store.run.value?.target
  const startOver = async (next: Target): Promise<void> => {
    await store.startOver(next)
    wanted.value = undefined
  }
  const choose = (next: Target): void => {
    wanted.value = next
    isAsking.value = store.views.value.some(({ state }) => state.state !== 'todo')
    if (!isAsking.value) void startOver(next)
  }
  const close = (): void => {
    isAsking.value = false
    if (!store.isRestarting.value) wanted.value = undefined
  }
  return (
    <fieldset class={styles['choice']}>
      <legend>Where clients are registered</legend>
      {TARGETS.map(({ value, label, help }) => (
        <label key={value} class={styles['option']}>
          <input
            type="radio"
            name="target"
            value={value}
            checked={target === value}
            aria-describedby={`target-${value}`}
            disabled={store.isRestarting.value}
            onChange={() => choose(value)}
          />
          <span>
            {label}
            <small id={`target-${value}`}>{help}</small>
          </span>
        </label>
      ))}
      <StartOverDialog
        isOpen={isAsking.value}
        onClose={close}
        onConfirm={() => void startOver(wanted.peek() ?? 'embedded')}
      />
    </fieldset>
  )
}
