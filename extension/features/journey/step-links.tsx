import type { VNode } from 'preact'
import type { StepId } from '#shared/contract/run.ts'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import { Button } from '../../components/actions/button.tsx'
import { SafeLink } from '../../components/data/safe-link.tsx'
import type { JourneyStore } from './journey-store.ts'
import styles from './step-links.module.css'
import type { StepView } from './step-view.ts'

/** The pages that a step leads to. */
export type LinkedPage = 'clients' | 'doctor' | 'scenarios' | 'definitions'

export interface StepLinksProps {
  store: JourneyStore
  view: StepView
  addresses: Addresses | undefined
  onOpen: (page: LinkedPage) => void
}

/** The steps that make what stands on the page of definitions, and the one that meets its settings. */
const ABOUT_DEFINITIONS: ReadonlySet<StepId> = new Set([
  'api',
  'policy',
  'default-policy',
  'call-api',
])

/** The other place where a step can be done or seen: the portal, the IdP's own list of clients. */
export function StepLinks(props: StepLinksProps): VNode | null {
  const { store, view, addresses } = props
  if (!addresses) return null
  if (view.step.id === 'register-client')
    return (
      <p>
        <SafeLink href={addresses.portal}>Do it in the developer portal instead</SafeLink>
      </p>
    )
  if (ABOUT_DEFINITIONS.has(view.step.id))
    return (
      <p class={styles['quiet']}>
        <Button look="quiet" onClick={() => props.onOpen('definitions')}>
          Import, export, push to Tyk, lab settings
        </Button>
      </p>
    )
  if (view.step.id !== 'see-client') return null
  return (
    <>
      <ClientAtProvider store={store} idp={addresses.idp} />
      <p class={styles['quiet']}>
        <Button look="quiet" onClick={() => props.onOpen('clients')}>
          Open the ledger of clients
        </Button>
      </p>
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
  const registration = store.views.value.find(({ step }) => step.id === 'register-client')
  return registration?.state.result?.facts.find((fact) => fact.id === 'client_id')?.value
}
