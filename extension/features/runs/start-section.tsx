import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { findDialect } from '#shared/idp/dialects.ts'
import { getJourney, JOURNEYS } from '#shared/journeys/journeys.ts'
import type { RunKind } from '#shared/journeys/read-steps.ts'
import { Button } from '../../components/actions/button.tsx'
import { Buttons, Form, SelectField } from '../../components/forms/form.tsx'
import { Section } from '../../components/layout/section.tsx'
import {
  listPlaces,
  moveTo,
  nameKind,
  nameValue,
  readPlace,
  type RunPlace,
} from '../journey/run-place.ts'

/** Every dialect of the embedded provider, and the kinds of which it has none. */
const OFFERED = [
  ...listPlaces('embedded'),
  ...listPlaces('provider').filter(({ provider }) => findDialect(provider) === undefined),
]

export interface StartSectionProps {
  /** The run on screen: what it is, is offered first. */
  current: RunKind | undefined
  isBusy: boolean
  onStart: (kind: RunKind) => void
}

/** Chooses a journey and a kind of provider, and begins a run. */
export function StartSection({ current, isBusy, onStart }: StartSectionProps): VNode {
  const journey = useSignal(current?.journey ?? JOURNEYS[0].id)
  const place = useSignal(nameValue(offerPlace(current)))
  const { lead, steps } = getJourney(journey.value)
  const start = (): void =>
    onStart({ journey: journey.value, ...choosePlace(place.value, current) })
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
          value={place.value}
          options={OFFERED.map((one) => ({ value: nameValue(one), label: nameKind(one) }))}
          help="The first step chooses between the embedded one and one of yours."
          onChange={(value) => (place.value = value)}
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

/** A provider of one's own stays chosen; anything else begins at the embedded one where it can. */
function choosePlace(value: string, current: RunPlace | undefined): RunPlace {
  if (current && value === nameValue(offerPlace(current))) return readPlace(current)
  return OFFERED.find((one) => nameValue(one) === value) ?? readPlace(undefined)
}

/** The line of the list that the run on screen stands for, whether it is embedded or not. */
function offerPlace(current: RunPlace | undefined): RunPlace {
  return current?.target === 'provider' ? moveTo('embedded', current.provider) : readPlace(current)
}
