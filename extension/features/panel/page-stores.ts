import type { CompanionEvent } from '#shared/contract/events.ts'
import {
  type CaptureDeps,
  type CaptureStore,
  createCaptureStore,
} from '../capture/capture-store.ts'
import { type ClientsStore, createClientsStore } from '../clients/clients-store.ts'
import type { ConnectionStore } from '../connection/connection-store.ts'
import { createDefinitionsStore, type DefinitionsStore } from '../definitions/definitions-store.ts'
import { createDoctorStore, type DoctorStore } from '../doctor/doctor-store.ts'
import { createConditionsStore, type ConditionsStore } from '../scenarios/conditions-store.ts'
import { createReplayStore, type ReplayDeps, type ReplayStore } from '../replay/replay-store.ts'
import { createLessonsStore, type LessonsStore } from '../lessons/lessons-store.ts'
import { createRunsStore, type RunsStore } from '../runs/runs-store.ts'
import { createVisitsStore, type VisitsStore } from '../visits/visits-store.ts'
import { createTokensStore, type TokensStore } from '../tokens/tokens-store.ts'
import { createPages, type PageAddress, type PageId, type Pages } from './pages.ts'

export interface PageStoresDeps {
  getApi: ConnectionStore['getApi']
  announce: (sentence: string) => void
  saveFile: (name: string, text: string) => void
  address: PageAddress
  typed: ReplayDeps['typed']
  upload: ReplayDeps['upload']
  captures: CaptureDeps['captures']
}

/** What the pages beside the steps show, and which of them is open. */
export interface PageStores {
  pages: Pages
  lessons: LessonsStore
  runs: RunsStore
  visits: VisitsStore
  replay: ReplayStore
  capture: CaptureStore
  clients: ClientsStore
  tokens: TokensStore
  doctor: DoctorStore
  conditions: ConditionsStore
  definitions: DefinitionsStore
  /** The page from which each place was examined; none where it was the steps. */
  examinedFrom: Map<string, PageId | undefined>
  /** Opens a page from the menu: its list, also while a record of it is open. */
  openList: (page: PageId) => void
  followPages: (event: CompanionEvent) => void
  /** The companion is back: what is on screen may be old. */
  refreshPages: () => void
}

export function createPageStores(deps: PageStoresDeps): PageStores {
  const lessons = createLessonsStore(deps)
  const runs = createRunsStore(deps)
  const visits = createVisitsStore(deps)
  const replay = createReplayStore(deps)
  const capture = createCaptureStore(deps)
  const clients = createClientsStore(deps)
  const tokens = createTokensStore(deps)
  const doctor = createDoctorStore(deps)
  const conditions = createConditionsStore(deps)
  const definitions = createDefinitionsStore(deps)
  const all = {
    lessons,
    runs,
    visits,
    replay,
    capture,
    clients,
    tokens,
    doctor,
    conditions,
    definitions,
    examinedFrom: new Map<string, PageId | undefined>(),
  }
  const pages = createPages({
    address: deps.address,
    refresh: listRefreshes(all),
  })
  return {
    ...all,
    pages,
    openList: createOpenList(pages, { runs, visits, clients, tokens, lessons }),
    followPages(event) {
      for (const store of [
        lessons,
        runs,
        visits,
        replay,
        clients,
        tokens,
        doctor,
        conditions,
        definitions,
      ])
        store.follow(event)
    },
    refreshPages() {
      void conditions.load()
      pages.refresh()
    },
  }
}

type RefreshedStores = Omit<PageStores, 'pages' | 'openList' | 'followPages' | 'refreshPages'>

/** How each page reads what it shows. */
function listRefreshes(stores: RefreshedStores): Record<PageId, () => Promise<void>> {
  const { runs, replay, clients, tokens } = stores
  return {
    lessons: stores.lessons.refresh,
    // A run is shown with the number of its clients.
    runs: async () => {
      await Promise.all([runs.refresh(), clients.refreshCounts()])
    },
    visits: stores.visits.refresh,
    // A token is chosen by its client.
    replay: async () => {
      await Promise.all([replay.refresh(), tokens.refresh(), clients.refreshChoices()])
    },
    clients: clients.refresh,
    // Tokens are named after their clients.
    tokens: async () => {
      await Promise.all([tokens.refresh(), clients.refreshChoices()])
    },
    capture: stores.capture.refresh,
    doctor: stores.doctor.refresh,
    scenarios: stores.conditions.refresh,
    definitions: stores.definitions.refresh,
  }
}

/** Lists whose records open in their place. */
type Lists = Partial<Record<PageId, { showList: () => void }>>

function createOpenList(pages: Pages, lists: Lists): PageStores['openList'] {
  return (page) => {
    lists[page]?.showList()
    pages.open(page)
  }
}
