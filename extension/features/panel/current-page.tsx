import type { VNode } from 'preact'
import { STEP_IDS } from '#shared/journeys/step-ids.ts'
import { ClientsView } from '../clients/clients-view.tsx'
import { DefinitionsView } from '../definitions/definitions-view.tsx'
import { DoctorView } from '../doctor/doctor-view.tsx'
import { ScenariosView } from '../scenarios/scenarios-view.tsx'
import type { PageId } from './pages.ts'
import type { PanelStores } from './panel-stores.ts'

/** The page that stands in place of the steps. */
export function CurrentPage({ stores, page }: { stores: PanelStores; page: PageId }): VNode {
  const { pages, journey } = stores
  const run = journey.run.value
  if (page === 'definitions')
    return <DefinitionsView store={stores.definitions} run={run} onBack={pages.close} />
  if (page === 'doctor')
    return (
      <DoctorView
        store={stores.doctor}
        wire={stores.wire}
        run={run}
        scenario={stores.lab.lab.value.active}
        onBack={pages.close}
      />
    )
  if (page === 'scenarios')
    return (
      <ScenariosView
        store={stores.lab}
        onBack={pages.close}
        onExamine={() => {
          const { active } = stores.lab.lab.peek()
          if (!active) return
          pages.open('doctor')
          stores.doctor.examine({ dialect: active.dialect, client: active.client })
        }}
      />
    )
  return (
    <ClientsView
      store={stores.clients}
      wire={stores.wire}
      run={run?.id}
      offsetMs={stores.lab.offsetMs.value}
      onBack={pages.close}
      onRegister={() => {
        pages.close()
        journey.go(STEP_IDS.indexOf('register-client'))
      }}
    />
  )
}
