import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { Registration } from '#shared/contract/registration.ts'
import type { Run } from '#shared/contract/run.ts'
import { Button } from '../../components/actions/button.tsx'
import { ConfirmDialog } from '../../components/actions/confirm-dialog.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { Section } from '../../components/layout/section.tsx'
import { nameClient } from '../clients/client-words.ts'
import { listLiving } from './run-words.ts'

export interface DeleteSectionProps {
  run: Run
  clients: readonly Registration[]
  isBusy: boolean
  onDelete: () => void
}

/** Says what goes with the run before it is deleted. */
export function DeleteSection({ run, clients, isBusy, onDelete }: DeleteSectionProps): VNode {
  const isAsking = useSignal(false)
  return (
    <Section title="Delete">
      <p>
        Deletes the run together with everything it made: its clients, API token and scope at the
        identity provider, its API, policy, catalogue entry and developer. Other runs keep theirs.
      </p>
      <Buttons>
        <Button look="danger" isBusy={isBusy} onClick={() => (isAsking.value = true)}>
          Delete run…
        </Button>
      </Buttons>
      <ConfirmDialog
        isOpen={isAsking.value}
        title={`Delete the run “${run.name}”?`}
        keepLabel="Keep this run"
        confirmLabel="Delete run"
        onClose={() => (isAsking.value = false)}
        onConfirm={onDelete}
      >
        <ClientsToDelete clients={listLiving(run, clients)} />
        <p>A provider may refuse to delete a client: those that stay are named afterwards.</p>
      </ConfirmDialog>
    </Section>
  )
}

function ClientsToDelete({ clients }: { clients: readonly Registration[] }): VNode {
  if (clients.length === 0) return <p>The ledger has no client of this run to delete.</p>
  return (
    <>
      <p>
        {clients.length === 1
          ? 'This client is deleted at the identity provider:'
          : `These ${clients.length} clients are deleted at the identity provider:`}
      </p>
      <ul>
        {clients.map((client) => (
          <li key={client.id}>
            {nameClient(client)} <code>{client.client_id ?? 'id unknown'}</code>
          </li>
        ))}
      </ul>
    </>
  )
}
