import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { Run } from '#shared/contract/run.ts'
import { EMBEDDED_DIALECTS } from '#shared/journeys/embedded-dialects.ts'
import { DCR_PROVIDERS, type DcrProvider, PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { JourneyStore } from './journey-store.ts'
import styles from './target-choice.module.css'

type RunPlace = Pick<Run, 'target' | 'provider'>

/** Where clients are registered, and at what kind of provider. Another place means another run. */
export function TargetChoice({ store }: { store: JourneyStore }): VNode {
  // Shows the choice at once; the run follows when it was made, or the choice goes back.
  const wanted = useSignal<RunPlace | undefined>(undefined)
  const run = store.run.value
  const place = wanted.value ?? readPlace(run)
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
      {describeTargets(place.provider).map(({ target, label, help }) => (
        <label key={target} class={styles['option']}>
          <input
            type="radio"
            name="target"
            value={target}
            checked={place.target === target}
            aria-describedby={`target-${target}`}
            disabled={isDisabled}
            onChange={() => void choose({ ...place, target })}
          />
          <span>
            {label}
            <small id={`target-${target}`}>{help}</small>
          </span>
        </label>
      ))}
      <ProviderChoice
        place={place}
        isDisabled={isDisabled}
        onChoose={(provider) => void choose({ ...place, provider })}
      />
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
  onChoose: (provider: DcrProvider) => void
}

/** The embedded provider can stand in for some kinds, a driver can speak to all of them. */
function ProviderChoice({ place, isDisabled, onChoose }: ProviderChoiceProps): VNode {
  const offered = DCR_PROVIDERS.filter(
    (provider) => place.target === 'provider' || EMBEDDED_DIALECTS[provider] !== undefined,
  )
  return (
    <label class={styles['kind']}>
      Kind of provider
      <select
        value={place.provider}
        disabled={isDisabled}
        onChange={({ currentTarget }) => onChoose(currentTarget.value as DcrProvider)}
      >
        {offered.map((provider) => (
          <option key={provider} value={provider}>
            {provider === 'other' ? 'Other (plain RFC 7591)' : PROVIDER_LABELS[provider]}
          </option>
        ))}
      </select>
    </label>
  )
}

function describeTargets(provider: DcrProvider) {
  const isOkta = provider === 'okta'
  const label = provider === 'other' ? 'identity provider' : PROVIDER_LABELS[provider]
  const isOffered = EMBEDDED_DIALECTS[provider] !== undefined
  const embedded = {
    target: 'embedded' as const,
    label: 'Embedded identity provider',
    help: 'Runs offline, no account.',
  }
  const own = {
    target: 'provider' as const,
    label: isOkta ? 'My own Okta organisation' : `My own ${label}`,
    help: isOkta ? 'Needs its address and a token.' : 'Needs its address, and a token if it asks.',
  }
  return isOffered ? [embedded, own] : [own]
}

function readPlace(run: Run | undefined): RunPlace {
  return { target: run?.target ?? 'embedded', provider: run?.provider ?? 'okta' }
}
