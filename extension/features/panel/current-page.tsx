import type { VNode } from 'preact'
import { STEP_IDS } from '#shared/journeys/step-ids.ts'
import { ClientsView } from '../clients/clients-view.tsx'
import { DefinitionsView } from '../definitions/definitions-view.tsx'
import { DoctorView } from '../doctor/doctor-view.tsx'
import type { PageId } from './pages.ts'
import type { PanelStores } from './panel-stores.ts'

/** The page that stands in place of the steps. */
export function CurrentPage({ stores, page }: { stores: PanelStores; page: PageId }): VNode {
  const { pages, journey } = stores
  const run = journey.run.value
  if (page === 'definitions')
    return <DefinitionsView store={stores.definitions} run={run} onBack={pages.close} />
  if (page === 'doctor')
    return <DoctorView store={stores.doctor} wire={stores.wire} run={run} onBack={pages.close} />
  return (
    <ClientsView
      store={stores.clients}
      wire={stores.wire}
      run={run?.id}
      onBack={pages.close}
      onRegister={() => {
        pages.close()
        journey.go(STEP_IDS.indexOf('register-client'))
      }}
    />
  )
}
