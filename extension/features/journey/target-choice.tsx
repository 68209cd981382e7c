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
  const asked = useSignal<Target | undefined>(undefined)
  const target = store.run.value?.target
  const hasDone = store.views.value.some(({ state }) => state.state !== 'todo')
  const choose = (next: Target): void => {
    if (next === target) return
    if (hasDone) asked.value = next
    else void store.startOver(next)
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
            onChange={(event) => {
              // The run decides what is chosen, so the control goes back until there is a new run.
              event.currentTarget.checked = target === value
              choose(value)
            }}
          />
          <span>
            {label}
            <small id={`target-${value}`}>{help}</small>
          </span>
        </label>
      ))}
      <StartOverDialog
        isOpen={asked.value !== undefined}
        onClose={() => (asked.value = undefined)}
        onConfirm={() => void store.startOver(asked.peek() ?? 'embedded')}
      />
    </fieldset>
  )
}
