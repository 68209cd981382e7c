import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { Registration } from '#shared/contract/registration.ts'
import { Button } from '../../components/actions/button.tsx'
import { ConfirmDialog } from '../../components/actions/confirm-dialog.tsx'
import { Disclosure } from '../../components/layout/disclosure.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { MemberTable } from '../../components/data/member-table.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { useTools } from '../../components/actions/tools.ts'
import { useAction } from '../../components/actions/use-action.ts'
import { nameClient, nameHost } from './client-words.ts'
import type { ClientAsRead } from './client-actions.ts'
import type { ClientsStore } from './clients-store.ts'

export interface ManageSectionProps {
  store: ClientsStore
  client: Registration
  onGetToken: () => void
}

type Deed = 'read' | 'renew' | 'delete'

/** The management calls for this client: read, rotate the secret, delete. */
export function ManageSection({ store, client, onGetToken }: ManageSectionProps): VNode {
  const { announce } = useTools()
  const asRead = useSignal<ClientAsRead | undefined>(undefined)
  const asking = useSignal<Deed | undefined>(undefined)
  const busy = useSignal<Deed | undefined>(undefined)
  const action = useAction()
  const act = (deed: Deed, work: () => Promise<void>): void =>
    action.run(async () => {
      busy.value = deed
      asRead.value = undefined
      await work()
    })
  const isBusy = (deed: Deed): boolean => action.isBusy.value && busy.value === deed
  const read = async (): Promise<void> => {
    asRead.value = await store.read(client.id)
    announce(`${nameClient(client)} was read at the provider.`)
  }
  const renew = async (): Promise<void> => {
    await store.rotateSecret(client.id)
    announce(`${nameClient(client)} has a new secret.`)
  }
  const remove = async (): Promise<void> => {
    await store.remove(client.id)
    announce(`${nameClient(client)} is deleted at the provider.`)
  }
  return (
    <Section title="At the provider">
      <Buttons>
        <Button icon="again" isBusy={isBusy('read')} onClick={() => act('read', read)}>
          Read client
        </Button>
        {client.client_secret !== undefined && (
          <Button icon="key" isBusy={isBusy('renew')} onClick={() => (asking.value = 'renew')}>
            Rotate secret
          </Button>
        )}
        {client.client_id !== undefined && <Button onClick={onGetToken}>Get token</Button>}
        <Button icon="cross" isBusy={isBusy('delete')} onClick={() => (asking.value = 'delete')}>
          Delete client
        </Button>
      </Buttons>
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      {asRead.value && <ReadOutcome {...asRead.value} />}
      <Questions
        client={client}
        asking={asking.value}
        onClose={() => (asking.value = undefined)}
        onRenew={() => act('renew', renew)}
        onDelete={() => act('delete', remove)}
      />
    </Section>
  )
}

interface QuestionsProps {
  client: Registration
  asking: Deed | undefined
  onClose: () => void
  onRenew: () => void
  onDelete: () => void
}

/** The questions before an action that breaks apps of this client. */
function Questions({ client, asking, onClose, onRenew, onDelete }: QuestionsProps): VNode {
  return (
    <>
      <ConfirmDialog
        isOpen={asking === 'renew'}
        title="Rotate the secret?"
        confirmLabel="Rotate secret"
        onClose={onClose}
        onConfirm={onRenew}
      >
        <p>
          The old secret ends, at once or when the provider says so. Every app that uses it needs
          the new one.
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asking === 'delete'}
        title="Delete this client?"
        confirmLabel="Delete client"
        onClose={onClose}
        onConfirm={onDelete}
      >
        <p>
          “{nameClient(client)}” {client.client_id !== undefined && <code>{client.client_id}</code>}{' '}
          is deleted at {nameHost(client)} and gets no more tokens. The ledger keeps its entry.
        </p>
      </ConfirmDialog>
    </>
  )
}

function ReadOutcome({ client, differences }: ClientAsRead): VNode {
  return (
    <>
      <div role="status">
        {differences.length === 0 ? (
          <Notice tone="ok" title="The provider’s data match the ledger." />
        ) : (
          <Notice
            tone="warn"
            title="The client was changed at the provider. The ledger was updated."
          />
        )}
      </div>
      {differences.length > 0 && (
        <MemberTable
          caption="Changed at the provider"
          heads={['Known so far', 'At the provider']}
          absent={['not known', 'gone']}
          members={differences}
        />
      )}
      <Disclosure summary="As the provider tells it">
        <pre tabIndex={0} aria-label="Client as read">
          {JSON.stringify(client, null, 2)}
        </pre>
      </Disclosure>
    </>
  )
}
