import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { SweepPreview } from '#shared/contract/registration.ts'
import type { Run } from '#shared/contract/run.ts'
import { Button } from '../../components/actions/button.tsx'
import { ConfirmDialog } from '../../components/actions/confirm-dialog.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { Section } from '../../components/layout/section.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { countClients } from '../clients/client-words.ts'
import type { ClientsStore } from '../clients/clients-store.ts'
import { Victims } from '../clients/victims.tsx'

export interface DeleteSectionProps {
  run: Run
  clients: ClientsStore
  isBusy: boolean
  onDelete: () => void
}

/** Says what goes with the run before it is deleted. */
export function DeleteSection({ run, clients, isBusy, onDelete }: DeleteSectionProps): VNode {
  const isAsking = useSignal(false)
  const preview = useSignal<SweepPreview | undefined>(undefined)
  const action = useAction()
  const ask = (): void =>
    action.run(async () => {
      preview.value = await clients.previewSweep({ run: run.id })
      isAsking.value = true
    })
  return (
    <Section title="Delete">
      <p>
        Deletes the run together with everything it made: its clients, API token and scope at the
        identity provider, its API, policy, catalogue entry and developer. Other runs keep theirs.
      </p>
      <Buttons>
        <Button look="danger" isBusy={isBusy} onClick={ask}>
          Delete run…
        </Button>
      </Buttons>
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      <ConfirmDialog
        isOpen={isAsking.value}
        title={`Delete the run “${run.name}”?`}
        keepLabel="Keep this run"
        confirmLabel="Delete run"
        onClose={() => (isAsking.value = false)}
        onConfirm={onDelete}
      >
        {preview.value && <ClientsToDelete preview={preview.value} />}
        <p>A provider may refuse to delete a client: those that stay are named afterwards.</p>
      </ConfirmDialog>
    </Section>
  )
}

function ClientsToDelete({ preview }: { preview: SweepPreview }): VNode {
  const { count } = preview
  if (count === 0) return <p>The ledger has no client of this run to delete.</p>
  return (
    <>
      <p>
        {count === 1
          ? 'This client is deleted at the identity provider:'
          : `These ${countClients(count)} are deleted at the identity provider:`}
      </p>
      <Victims {...preview} />
    </>
  )
}
