import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { getJourney, type JourneyId, JOURNEYS } from '#shared/journeys/journeys.ts'
import { Button } from '../../components/button.tsx'
import { Buttons, Form, SelectField } from '../../components/form.tsx'
import { Section } from '../../components/section.tsx'

export interface StartSectionProps {
  /** The journey that is offered first. */
  journey: JourneyId
  isBusy: boolean
  onStart: (journey: JourneyId) => void
}

/** Chooses a journey and begins a run of it; the provider is chosen in its first step. */
export function StartSection({ journey, isBusy, onStart }: StartSectionProps): VNode {
  const chosen = useSignal(journey)
  const { lead, steps } = getJourney(chosen.value)
  return (
    <Section title="Start a run">
      <Form onSubmit={() => onStart(chosen.value)}>
        <SelectField
          label="Journey"
          value={chosen.value}
          options={JOURNEYS.map(({ id, title }) => ({ value: id, label: title }))}
          help={`${lead} ${steps.length} steps; the provider is chosen in the first.`}
          onChange={(id) => (chosen.value = id)}
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
