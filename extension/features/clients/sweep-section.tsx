import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { Registration, Sweep } from '#shared/contract/registration.ts'
import { Button } from '../../components/actions/button.tsx'
import { ConfirmDialog } from '../../components/actions/confirm-dialog.tsx'
import { Buttons, Form, SelectField } from '../../components/forms/form.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { nameClient, nameHost } from './client-words.ts'
import type { ClientsStore } from './clients-store.ts'
import styles from './clients.module.css'
import { listSweeps, type SweepChoice } from './sweep-scope.ts'

export interface SweepSectionProps {
  store: ClientsStore
  clients: readonly Registration[]
  run: string | undefined
}

/** Deletes several clients at their providers, after showing them. */
export function SweepSection({ store, clients, run }: SweepSectionProps): VNode {
  const value = useSignal('all')
  const isAsking = useSignal(false)
  const outcome = useSignal<Sweep | undefined>(undefined)
  const action = useAction()
  const choices = listSweeps(clients, run)
  const choice = choices.find((one) => one.value === value.value) ?? choices[0]
  const sweep = (chosen: SweepChoice): void =>
    action.run(async () => {
      outcome.value = undefined
      outcome.value = await store.sweep(chosen)
    })
  return (
    <Section title="Sweep">
      {choice ? (
        <SweepForm
          choices={choices}
          choice={choice}
          isBusy={action.isBusy.value}
          onChoose={(next) => (value.value = next)}
          onSubmit={() => (isAsking.value = true)}
        />
      ) : (
        <p>No client is alive or unknown: there is nothing to sweep.</p>
      )}
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      {outcome.value && <SweepOutcome sweep={outcome.value} clients={clients} />}
      {choice && (
        <ConfirmDialog
          isOpen={isAsking.value}
          title={`Delete ${countClients(choice.clients.length)}?`}
          confirmLabel={`Delete ${countClients(choice.clients.length)}`}
          onClose={() => (isAsking.value = false)}
          onConfirm={() => sweep(choice)}
        >
          <Victims clients={choice.clients} />
        </ConfirmDialog>
      )}
    </Section>
  )
}

interface SweepFormProps {
  choices: readonly SweepChoice[]
  choice: SweepChoice
  isBusy: boolean
  onChoose: (value: string) => void
  onSubmit: () => void
}

function SweepForm({ choices, choice, isBusy, onChoose, onSubmit }: SweepFormProps): VNode {
  return (
    <>
      <p>Deletes every client that is alive or unknown at its provider; the ledger keeps them.</p>
      <Form onSubmit={onSubmit}>
        <SelectField
          label="Which clients"
          value={choice.value}
          options={choices.map(({ value, label, clients }) => ({
            value,
            label: `${label} (${clients.length})`,
          }))}
          onChange={onChoose}
        />
        <Buttons>
          <Button type="submit" isBusy={isBusy}>
            {isBusy
              ? `${countClients(choice.clients.length)} left`
              : `Delete ${countClients(choice.clients.length)}…`}
          </Button>
        </Buttons>
      </Form>
    </>
  )
}

const NAMED = 8

function Victims({ clients }: { clients: readonly Registration[] }): VNode {
  return (
    <>
      <p>At their providers, one after the other:</p>
      <ul class={styles['victims']}>
        {clients.slice(0, NAMED).map((client) => (
          <li key={client.id}>
            {nameClient(client)} <span>{nameHost(client)}</span>
          </li>
        ))}
        {clients.length > NAMED && <li>and {clients.length - NAMED} more</li>}
      </ul>
    </>
  )
}

function SweepOutcome({
  sweep: { deleted, left_behind },
  clients,
}: {
  sweep: Sweep
  clients: readonly Registration[]
}): VNode {
  const findName = (id: string): string => {
    const client = clients.find((one) => one.id === id)
    return client ? nameClient(client) : id
  }
  return (
    <div role="status">
      {left_behind.length === 0 ? (
        <Notice tone="ok" title={`Deleted ${countClients(deleted.length)}; none is left.`} />
      ) : (
        <Notice
          tone="warn"
          title={`Deleted ${countClients(deleted.length)}, left ${countClients(left_behind.length)} behind.`}
        >
          <ul>
            {left_behind.map(({ id, reason }) => (
              <li key={id}>
                {findName(id)}: {reason}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  )
}

function countClients(count: number): string {
  return count === 1 ? '1 client' : `${count} clients`
}
