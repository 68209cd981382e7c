import { CALLBACK_PATH } from '#shared/contract/portal.ts'
import type { VNode } from 'preact'
import { orderFor } from '#shared/contract/doctor.ts'
import { CaptureView } from '../capture/capture-view.tsx'
import { ClientsView } from '../clients/clients-view.tsx'
import { DefinitionsView } from '../definitions/definitions-view.tsx'
import { DoctorView } from '../doctor/doctor-view.tsx'
import { ReplayView } from '../replay/replay-view.tsx'
import { LessonsView } from '../lessons/lessons-view.tsx'
import { RunsView } from '../runs/runs-view.tsx'
import { ScenariosView } from '../scenarios/scenarios-view.tsx'
import { TokensView } from '../tokens/tokens-view.tsx'
import { VisitsView } from '../visits/visits-view.tsx'
import { leadBack } from './examined-place.ts'
import type { PageId } from './pages.ts'
import type { PanelStores } from './panel-stores.ts'

/** Where a provider sends the browser back to: a page of the portal. */

const PAGES: Record<PageId, (stores: PanelStores) => VNode> = {
  lessons: (stores) => (
    <LessonsView
      store={stores.lessons}
      wire={stores.wire}
      onBack={stores.pages.close}
      onPresent={(id) => stores.present({ kind: 'lesson', id })}
    />
  ),
  runs: (stores) => (
    <RunsView
      store={stores.runs}
      clients={stores.clients}
      current={stores.journey.run.value}
      isBusy={stores.journey.isRestarting.value}
      onBack={stores.pages.close}
      onOpen={(run) => void stores.journey.open(run).then(stores.pages.close)}
      onStart={(kind) => void stores.journey.begin(kind).then(stores.pages.close)}
      onDelete={(run) => void stores.journey.remove(run.id)}
      onPresent={(run) => stores.present({ kind: 'run', id: run.id })}
    />
  ),
  visits: (stores) => (
    <VisitsView
      store={stores.visits}
      wire={stores.wire}
      onBack={stores.pages.close}
      onOpenClient={(client) => {
        stores.clients.show(client)
        stores.pages.open('clients')
      }}
    />
  ),
  replay: (stores) => (
    <ReplayView
      store={stores.replay}
      tokens={stores.tokens.tokens.value ?? []}
      watchTokens={stores.tokens.watch}
      clients={stores.clients}
      onBack={stores.pages.close}
    />
  ),
  clients: (stores) => (
    <ClientsView
      store={stores.clients}
      wire={stores.wire}
      run={stores.journey.run.value?.id}
      offsetMs={stores.conditions.offsetMs.value}
      onBack={stores.pages.close}
      onRegister={() => goToRegistration(stores)}
      onGetToken={(client) => {
        stores.tokens.wantFor(client)
        stores.pages.open('tokens')
      }}
    />
  ),
  tokens: (stores) => (
    <TokensView
      store={stores.tokens}
      wire={stores.wire}
      clients={stores.clients}
      callbackUrl={`${stores.connection.status.value?.addresses.portal ?? ''}${CALLBACK_PATH}`}
      offsetMs={stores.conditions.offsetMs.value}
      onBack={stores.pages.close}
      onRegister={() => goToRegistration(stores)}
      onOpenClient={(client) => {
        stores.clients.show(client)
        stores.pages.open('clients')
      }}
    />
  ),
  capture: (stores) => (
    <CaptureView
      store={stores.capture}
      onBack={stores.pages.close}
      onOpenClient={(client) => {
        stores.clients.show(client)
        stores.pages.open('clients')
      }}
      onOpenReplay={() => stores.pages.open('replay')}
    />
  ),
  doctor: (stores) => (
    <DoctorView
      store={stores.doctor}
      wire={stores.wire}
      run={stores.journey.run.value}
      failedStep={findFailedStep(stores)}
      scenario={stores.conditions.conditions.value.active}
      onBack={stores.pages.close}
      onLead={(place) => leadBack(stores, place)}
    />
  ),
  scenarios: (stores) => (
    <ScenariosView
      store={stores.conditions}
      onBack={stores.pages.close}
      onExamine={() => examineScenario(stores)}
    />
  ),
  definitions: (stores) => (
    <DefinitionsView
      store={stores.definitions}
      run={stores.journey.run.value}
      onBack={stores.pages.close}
    />
  ),
}

/** The page that is shown instead of the steps. */
export function CurrentPage({ stores, page }: { stores: PanelStores; page: PageId }): VNode {
  return PAGES[page](stores)
}

function goToRegistration({ pages, journey }: PanelStores): void {
  pages.close()
  const views = journey.views.peek()
  journey.go(
    views.findIndex(({ step }) => step.makes.products?.some((name) => name === 'registration_id')),
  )
}

/** The step of the run that failed, by its title. */
function findFailedStep({ journey }: PanelStores): string | undefined {
  return journey.views.value.find((view) => journey.findProblem(view) !== undefined)?.step.title
}

function examineScenario({ pages, doctor, conditions }: PanelStores): void {
  const { active } = conditions.conditions.peek()
  if (!active) return
  pages.open('doctor')
  doctor.examine(orderFor(active))
}
