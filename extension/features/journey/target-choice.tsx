import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { Journey } from '#shared/journeys/journey.ts'
import { getJourney } from '#shared/journeys/journeys.ts'
import { findDialect } from '#shared/idp/dialects.ts'
import { type DcrProvider, PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { JourneyStore } from './journey-store.ts'
import { listPlaces, moveTo, nameKind, nameValue, readPlace, type RunPlace } from './run-place.ts'
import styles from './target-choice.module.css'

/** Where clients are registered, and at what kind of provider. Another place means another run. */
export function TargetChoice({ store }: { store: JourneyStore }): VNode {
  // Shows the choice at once; the run follows when it was made, or the choice goes back.
  const wanted = useSignal<RunPlace | undefined>(undefined)
  const run = store.run.value
  const place = wanted.value ?? readPlace(run)
  const ownPlace = run && getJourney(run.journey).ownPlace
  const isTouched = store.views.value.some(({ state }) => state.state !== 'todo')
  const isDisabled = store.isRestarting.value || store.running.value !== undefined
  const choose = async (next: RunPlace): Promise<void> => {
    if (!run) return
    wanted.value = next
    await store.choose({ ...next, journey: run.journey })
    wanted.value = undefined
  }
  return (
    <fieldset class={styles['choice']}>
      <legend>Where clients are registered</legend>
      {describeTargets(place.provider, ownPlace).map(({ target, label, help }) => (
        <label key={target} class={styles['option']}>
          <input
            type="radio"
            name="target"
            value={target}
            checked={place.target === target}
            aria-describedby={`target-${target}`}
            disabled={isDisabled}
            onChange={() => void choose(moveTo(target, place.provider))}
          />
          <span>
            {label}
            <small id={`target-${target}`}>{help}</small>
          </span>
        </label>
      ))}
      {(!ownPlace || place.target === 'embedded') && (
        <ProviderChoice
          place={place}
          isDisabled={isDisabled}
          onChoose={(next) => void choose(next)}
        />
      )}
      {isTouched && (
        <p class={styles['note']}>
          Another choice starts another run; this one stays under “Runs”.
        </p>
      )}
    </fieldset>
  )
}

interface ProviderChoiceProps {
  place: RunPlace
  isDisabled: boolean
  onChoose: (place: RunPlace) => void
}

/** The embedded provider impersonates some kinds of providers; drivers exist for all of them. */
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

/** What a person's own provider is called, and what it needs, where that is not as everywhere. */
const OWN: Partial<Record<DcrProvider, { label: string; help: string }>> = {
  okta: { label: 'My own Okta organisation', help: 'Needs its address and a token.' },
  other: {
    label: 'My own identity provider',
    help: 'Needs its address, and a token if it asks.',
  },
}

function describeTargets(provider: DcrProvider, ownPlace: Journey['ownPlace']) {
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
    ...ownPlace,
  }
  return findDialect(provider) === undefined ? [own] : [embedded, own]
}
