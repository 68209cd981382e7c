import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { DIALECT_IDS, DIALECTS, findDialect } from '#shared/idp/dialects.ts'
import { DCR_PROVIDERS, type DcrProvider, PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { JourneyStore } from './journey-store.ts'
import { placeAt, readPlace, type RunPlace } from './run-holder.ts'
import { StartOverDialog } from './start-over-dialog.tsx'
import styles from './target-choice.module.css'

/** Where clients are registered, and at what kind of provider. Another place means another run. */
export function TargetChoice({ store }: { store: JourneyStore }): VNode {
  // Shows the choice at once; the run follows when it was made, or the choice goes back.
  const wanted = useSignal<RunPlace | undefined>(undefined)
  const isAsking = useSignal(false)
  const place = wanted.value ?? readPlace(store.run.value)
  const startOver = async (next: RunPlace): Promise<void> => {
    await store.startOver(next)
    wanted.value = undefined
  }
  const choose = (next: RunPlace): void => {
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
      {describeTargets(place.provider).map(({ target, label, help }) => (
        <label key={target} class={styles['option']}>
          <input
            type="radio"
            name="target"
            value={target}
            checked={place.target === target}
            aria-describedby={`target-${target}`}
            disabled={store.isRestarting.value}
            onChange={() => choose(moveTo(target, place.provider))}
          />
          <span>
            {label}
            <small id={`target-${target}`}>{help}</small>
          </span>
        </label>
      ))}
      <ProviderChoice place={place} isDisabled={store.isRestarting.value} onChoose={choose} />
      <StartOverDialog
        isOpen={isAsking.value}
        onClose={close}
        onConfirm={() => void startOver(wanted.peek() ?? place)}
      />
    </fieldset>
  )
}

interface ProviderChoiceProps {
  place: RunPlace
  isDisabled: boolean
  onChoose: (place: RunPlace) => void
}

/** The embedded provider can stand in for some kinds, a driver can speak to all of them. */
function ProviderChoice({ place, isDisabled, onChoose }: ProviderChoiceProps): VNode {
  const offered = listPlaces(place.target)
  return (
    <label class={styles['kind']}>
      Kind of provider
      <select
        value={nameValue(place)}
        disabled={isDisabled}
        onChange={({ currentTarget }) => {
          const chosen = offered.find((one) => nameValue(one) === currentTarget.value)
          if (chosen) onChoose(chosen)
        }}
      >
        {offered.map((one) => (
          <option key={nameValue(one)} value={nameValue(one)}>
            {nameKind(one)}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Every dialect of the embedded provider, or every kind that has a driver. */
function listPlaces(target: RunPlace['target']): RunPlace[] {
  return target === 'embedded'
    ? DIALECT_IDS.map(placeAt)
    : DCR_PROVIDERS.map((provider) => ({ target, provider }))
}

/** The same kind of provider, embedded or the person's own. */
function moveTo(target: RunPlace['target'], provider: DcrProvider): RunPlace {
  const dialect = target === 'embedded' ? findDialect(provider) : undefined
  return dialect === undefined ? { target, provider } : placeAt(dialect)
}

function nameValue({ dialect, provider }: RunPlace): string {
  return dialect ?? provider
}

function nameKind({ dialect, provider }: RunPlace): string {
  if (dialect !== undefined) return DIALECTS[dialect].label
  return provider === 'other' ? 'Other (plain RFC 7591)' : PROVIDER_LABELS[provider]
}

/** What a person's own provider is called, and what it needs, where that is not as everywhere. */
const OWN: Partial<Record<DcrProvider, { label: string; help: string }>> = {
  okta: { label: 'My own Okta organisation', help: 'Needs its address and a token.' },
  other: {
    label: 'My own identity provider',
    help: 'Needs its address, and a token if it asks.',
  },
}

function describeTargets(provider: DcrProvider) {
  const embedded = {
    target: 'embedded' as const,
    label: 'Embedded identity provider',
    help: 'Runs offline, no account.',
  }
  const own = {
    target: 'provider' as const,
    label: `My own ${PROVIDER_LABELS[provider]}`,
    help: 'Needs its address, and a token if it asks.',
    ...OWN[provider],
  }
  return findDialect(provider) === undefined ? [own] : [embedded, own]
}
