import { type Announcer, createAnnouncer } from '../../components/feedback/live-region.tsx'
import type { Tools } from '../../components/actions/tools.ts'
import type { TypedValues } from '../../components/forms/typed-values.ts'
import {
  type ConnectionDeps,
  type ConnectionStore,
  createConnectionStore,
} from '../connection/connection-store.ts'
import { writeDiagnostics } from '../connection/diagnostics.ts'
import { createJourneyStore, type JourneyStore } from '../journey/journey-store.ts'
import type { PositionDeps } from '../journey/position.ts'
import { createLettersStore, type LettersStore } from '../portal/letters-store.ts'
import {
  createPortalWalkStore,
  type PortalWalkDeps,
  type PortalWalkStore,
} from '../portal/portal-walk-store.ts'
import type { Subject } from '../stage/presentation.ts'
import { createWireStore, type WireStore } from '../wire/wire-store.ts'
import { examinePlace } from './examined-place.ts'
import { createPageStores, type PageStores, type PageStoresDeps } from './page-stores.ts'
import type { PageAddress } from './pages.ts'

export interface PanelDeps extends Omit<ConnectionDeps, 'onEvent' | 'onConnected'>, PositionDeps {
  writeClipboard: (text: string) => Promise<void>
  saveFile: (name: string, text: string) => void
  openPairing: () => void
  /** Opens the stage in a tab of its own. */
  present: (subject: Subject) => void
  extensionVersion: string
  address: PageAddress
  openTab: PortalWalkDeps['openTab']
  upload: PageStoresDeps['upload']
  captures: PageStoresDeps['captures']
  typed: TypedValues
}

/** Everything the panel shows and does, put together in one place. */
export interface PanelStores extends PageStores {
  connection: ConnectionStore
  journey: JourneyStore
  wire: WireStore
  letters: LettersStore
  portalWalk: PortalWalkStore
  announcer: Announcer
  tools: Tools
  typed: TypedValues
  openPairing: () => void
  present: (subject: Subject) => void
  copyDiagnostics: () => void
}

export function createPanelStores(deps: PanelDeps): PanelStores {
  const announcer = createAnnouncer()
  const { announce } = announcer
  const connection = createConnectionStore({
    ...deps,
    onConnected() {
      void journey.load()
      pageStores.refreshPages()
    },
    onEvent(event) {
      wire.follow(event)
      journey.follow(event)
      letters.follow(event)
      pageStores.followPages(event)
    },
  })
  const { getApi } = connection
  const wire = createWireStore({ getApi })
  const letters = createLettersStore({ getApi })
  const portalWalk = createPortalWalkStore({
    announce,
    openTab: deps.openTab,
    isCompanionThere: connection.proveCompanion,
  })
  const journey = createJourneyStore({ ...deps, getApi, announce })
  const pageStores = createPageStores({ ...deps, getApi, announce })
  const tools: Tools = {
    ...createTools(getApi, { announce, writeClipboard: deps.writeClipboard }),
    async sendAgain(from) {
      const { replay, pages } = pageStores
      await ('exchange' in from
        ? replay.openExchange(from.exchange)
        : replay.openVerdict(from.verdict))
      pages.open('replay')
    },
    examine: (from) => examinePlace(pageStores, from),
  }
  const copyDiagnostics = (): void => {
    const { extensionVersion } = deps
    const text = writeDiagnostics({ connection, run: journey.run.peek(), extensionVersion })
    tools.copy(text, 'diagnostics').catch(() => announce('Diagnostics were not copied.'))
  }
  return {
    connection,
    journey,
    wire,
    letters,
    portalWalk,
    ...pageStores,
    announcer,
    tools,
    typed: deps.typed,
    openPairing: deps.openPairing,
    present: deps.present,
    copyDiagnostics,
  }
}

function createTools(
  getApi: ConnectionStore['getApi'],
  { announce, writeClipboard }: Pick<Tools, 'announce'> & Pick<PanelDeps, 'writeClipboard'>,
): Tools {
  return {
    announce,
    async copy(text, name) {
      await writeClipboard(text)
      announce(`Copied ${name}`)
    },
    reveal: async (secret) => (await getApi().revealSecret({ body: { secret } })).value,
  }
}
