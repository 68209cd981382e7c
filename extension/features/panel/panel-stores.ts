import type { StepId } from '#shared/contract/run.ts'
import { type Announcer, createAnnouncer } from '../../components/live-region.tsx'
import type { Tools } from '../../components/tools.ts'
import { type ClientsStore, createClientsStore } from '../clients/clients-store.ts'
import {
  type ConnectionDeps,
  type ConnectionStore,
  createConnectionStore,
} from '../connection/connection-store.ts'
import { writeDiagnostics } from '../connection/diagnostics.ts'
import { createDefinitionsStore, type DefinitionsStore } from '../definitions/definitions-store.ts'
import { createDoctorStore, type DoctorStore } from '../doctor/doctor-store.ts'
import { createJourneyStore, type JourneyStore } from '../journey/journey-store.ts'
import { createPages, type Pages } from './pages.ts'
import { createLabStore, type LabStore } from '../scenarios/lab-store.ts'
import { createWireStore, type WireStore } from '../wire/wire-store.ts'

export interface PanelDeps extends Omit<ConnectionDeps, 'onEvent' | 'onConnected'> {
  loadPosition: () => Promise<StepId | undefined>
  savePosition: (step: StepId) => Promise<void>
  writeClipboard: (text: string) => Promise<void>
  saveFile: (name: string, text: string) => void
  openPairing: () => void
  extensionVersion: string
}

/** Everything the panel shows and does, put together in one place. */
export interface PanelStores {
  connection: ConnectionStore
  journey: JourneyStore
  pages: Pages
  clients: ClientsStore
  doctor: DoctorStore
  lab: LabStore
  definitions: DefinitionsStore
  wire: WireStore
  announcer: Announcer
  tools: Tools
  openPairing: () => void
  copyDiagnostics: () => void
}

export function createPanelStores(deps: PanelDeps): PanelStores {
  const announcer = createAnnouncer()
  const { announce } = announcer
  const connection = createConnectionStore({
    ...deps,
    onConnected() {
      void journey.load()
      void lab.load()
      pages.refresh()
    },
    onEvent(event) {
      wire.follow(event)
      journey.follow(event)
      clients.follow(event)
      doctor.follow(event)
      lab.follow(event)
    },
  })
  const { getApi } = connection
  const wire = createWireStore({ getApi })
  const journey = createJourneyStore({ ...deps, getApi, announce })
  const clients = createClientsStore({ getApi })
  const doctor = createDoctorStore({ getApi, announce })
  const lab = createLabStore({ getApi, announce })
  const definitions = createDefinitionsStore({ getApi, saveFile: deps.saveFile, announce })
  const pages = createPages({
    refresh: {
      clients: clients.refresh,
      doctor: doctor.refresh,
      scenarios: lab.refresh,
      definitions: definitions.refresh,
    },
  })
  const tools = createTools(getApi, { announce, writeClipboard: deps.writeClipboard })
  const copyDiagnostics = (): void => {
    const { extensionVersion } = deps
    const text = writeDiagnostics({ connection, run: journey.run.peek(), extensionVersion })
    tools.copy(text, 'diagnostics').catch(() => announce('Diagnostics were not copied.'))
  }
  return {
    connection,
    journey,
    pages,
    clients,
    doctor,
    lab,
    definitions,
    wire,
    announcer,
    tools,
    openPairing: deps.openPairing,
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
