import type { VNode } from 'preact'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import { Button } from '../../components/actions/button.tsx'
import { SafeLink } from '../../components/data/safe-link.tsx'
import type { JourneyStore } from './journey-store.ts'
import styles from './step-links.module.css'
import type { StepView } from './step-view.ts'

/** The pages that a step leads to. */
export type LinkedPage = 'clients' | 'doctor' | 'scenarios' | 'definitions' | 'runs'

export interface StepLinksProps {
  store: JourneyStore
  view: StepView
  addresses: Addresses | undefined
  onOpen: (page: LinkedPage) => void
}

/** The other places where a step can be done, or where its outcome is seen. */
export function StepLinks({ store, view, addresses, onOpen }: StepLinksProps): VNode | null {
  const links = view.step.links ?? []
  if (!addresses || links.length === 0) return null
  return (
    <>
      {links.includes('portal') && (
        <p>
          <SafeLink href={addresses.portal}>Do it in the developer portal instead</SafeLink>
        </p>
      )}
      {links.includes('client') && <ClientAtProvider store={store} idp={addresses.idp} />}
      {links.includes('definitions') && (
        <p class={styles['quiet']}>
          <Button look="quiet" onClick={() => onOpen('definitions')}>
            Import, export, push to Tyk, gateway extras
          </Button>
        </p>
      )}
      {links.includes('clients') && (
        <p class={styles['quiet']}>
          <Button look="quiet" onClick={() => onOpen('clients')}>
            Open the ledger of clients
          </Button>
        </p>
      )}
    </>
  )
}

function ClientAtProvider({ store, idp }: { store: JourneyStore; idp: string }): VNode | null {
  const clientId = findClientId(store)
  if (clientId === undefined || store.run.value?.target !== 'embedded') return null
  const href = new URL(`/admin/clients/${encodeURIComponent(clientId)}`, idp).href
  return (
    <p>
      <SafeLink href={href}>Open the client at the identity provider</SafeLink>
    </p>
  )
}

function findClientId(store: JourneyStore): string | undefined {
  const maker = store.views.value.find(({ step }) => step.makes.facts?.includes('client_id'))
  return maker?.state.result?.facts.find(({ id }) => id === 'client_id')?.value
}
