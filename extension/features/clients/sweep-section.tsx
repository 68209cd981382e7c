import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { RegistrationCounts, Sweep, SweepPreview } from '#shared/contract/registration.ts'
import { Button } from '../../components/actions/button.tsx'
import { ConfirmDialog } from '../../components/actions/confirm-dialog.tsx'
import { Buttons, Form, SelectField } from '../../components/forms/form.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { formatCount } from '../../lib/format-count.ts'
import { countClients } from './client-words.ts'
import type { ClientsStore } from './clients-store.ts'
import { SweepOutcome } from './sweep-outcome.tsx'
import { listSweeps, type SweepChoice } from './sweep-scope.ts'
import { Victims } from './victims.tsx'

export interface SweepSectionProps {
  store: ClientsStore
  counts: RegistrationCounts
  run: string | undefined
}

/** Deletes several clients at their providers, after showing them. */
export function SweepSection({ store, counts, run }: SweepSectionProps): VNode {
  const value = useSignal('all')
  const asked = useSignal<SweepPreview | undefined>(undefined)
  const isAsking = useSignal(false)
  const outcome = useSignal<Sweep | undefined>(undefined)
  /** The sweep that is under way: its choice may be gone from the list before it has ended. */
  const running = useSignal<SweepChoice | undefined>(undefined)
  const preview = useAction()
  const action = useAction()
  const choices = listSweeps(counts, run)
  const choice = running.value ?? choices.find((one) => one.value === value.value) ?? choices[0]
  const left = choices.find((one) => one.value === running.value?.value)?.count ?? 0
  const ask = (chosen: SweepChoice): void =>
    preview.run(async () => {
      asked.value = await store.previewSweep(chosen.scope)
      isAsking.value = true
    })
  const sweep = (chosen: SweepChoice): void =>
    action.run(async () => {
      outcome.value = undefined
      running.value = chosen
      try {
        outcome.value = await store.sweep(chosen.scope)
      } finally {
        running.value = undefined
      }
    })
  const problem = preview.problem.value ?? action.problem.value
  const title = countClients(asked.value?.count ?? 0)
  return (
    <Section title="Sweep">
      {choice ? (
        <SweepForm
          choices={running.value ? [running.value] : choices}
          choice={choice}
          left={running.value && left}
          onChoose={(next) => (value.value = next)}
          onSubmit={() => ask(choice)}
        />
      ) : (
        <p>No client is registered or unknown: there is nothing to sweep.</p>
      )}
      {problem && <ProblemNotice problem={problem} />}
      {outcome.value && <SweepOutcome store={store} sweep={outcome.value} />}
      {choice && asked.value && (
        <ConfirmDialog
          isOpen={isAsking.value}
          title={`Delete ${title}?`}
          confirmLabel={`Delete ${title}`}
          onClose={() => (isAsking.value = false)}
          onConfirm={() => sweep(choice)}
        >
          <p>At their providers, one after the other:</p>
          <Victims {...asked.value} />
        </ConfirmDialog>
      )}
    </Section>
  )
}

interface SweepFormProps {
  choices: readonly SweepChoice[]
  choice: SweepChoice
  /** How many a sweep that is under way has still to delete. */
  left: number | undefined
  onChoose: (value: string) => void
  onSubmit: () => void
}

function SweepForm({ choices, choice, left, onChoose, onSubmit }: SweepFormProps): VNode {
  const isBusy = left !== undefined
  return (
    <>
      <p>
        Deletes every client that is registered or unknown at its provider; the ledger keeps its
        entry.
      </p>
      <Form onSubmit={onSubmit}>
        <SelectField
          label="Which clients"
          value={choice.value}
          options={choices.map(({ value, label, count }) => ({
            value,
            label: `${label} (${formatCount(count)})`,
          }))}
          onChange={onChoose}
        />
        <Buttons>
          <Button type="submit" isBusy={isBusy}>
            {isBusy ? `${countClients(left)} left` : `Delete ${countClients(choice.count)}…`}
          </Button>
        </Buttons>
      </Form>
    </>
  )
}
