import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { EMBEDDED_DIALECTS } from '#shared/journeys/embedded-dialects.ts'
import { getJourney, JOURNEYS } from '#shared/journeys/journeys.ts'
import type { RunKind } from '#shared/journeys/read-steps.ts'
import { DCR_PROVIDERS, type DcrProvider, PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import { Button } from '../../components/actions/button.tsx'
import { Buttons, Form, SelectField } from '../../components/forms/form.tsx'
import { Section } from '../../components/layout/section.tsx'

export interface StartSectionProps {
  /** The run on screen: what it is, is offered first. */
  current: RunKind | undefined
  isBusy: boolean
  onStart: (kind: RunKind) => void
}

/** Chooses a journey and a kind of provider, and begins a run. */
export function StartSection({ current, isBusy, onStart }: StartSectionProps): VNode {
  const journey = useSignal(current?.journey ?? JOURNEYS[0].id)
  const provider = useSignal<DcrProvider>(current?.provider ?? 'okta')
  const { lead, steps } = getJourney(journey.value)
  const start = (): void =>
    onStart({
      journey: journey.value,
      provider: provider.value,
      target: chooseTarget(provider.value, current),
    })
  return (
    <Section title="Start a run">
      <Form onSubmit={start}>
        <SelectField
          label="Journey"
          value={journey.value}
          options={JOURNEYS.map(({ id, title }) => ({ value: id, label: title }))}
          help={`${lead} ${steps.length} steps.`}
          onChange={(id) => (journey.value = id)}
        />
        <SelectField
          label="Provider"
          value={provider.value}
          options={DCR_PROVIDERS.map((value) => ({ value, label: PROVIDER_LABELS[value] }))}
          help="The first step chooses between the embedded one and one of yours."
          onChange={(value) => (provider.value = value)}
        />
        <Buttons>
          <Button type="submit" look="primary" isBusy={isBusy}>
            Start run
          </Button>
        </Buttons>
      </Form>
    </Section>
  )
}

/** A provider of one's own stays chosen; another kind begins with the embedded one where there is one. */
function chooseTarget(provider: DcrProvider, current: RunKind | undefined): RunKind['target'] {
  if (current?.provider === provider) return current.target
  return EMBEDDED_DIALECTS[provider] === undefined ? 'provider' : 'embedded'
}
