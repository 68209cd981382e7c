import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { Status } from '#shared/contract/endpoints/status-endpoints.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { EventStream, EventStreamOptions } from '../../platform/event-stream.ts'
import type { StoredPairing } from '../../platform/pairing-storage.ts'

export type ConnectionPhase = 'loading' | 'unpaired' | 'connecting' | 'connected' | 'down'

export interface ConnectionDeps {
  loadPairing: () => Promise<StoredPairing | undefined>
  createClient: (origin: string, pairing: StoredPairing) => ApiClient
  openEvents: (options: EventStreamOptions) => EventStream
  onEvent: (event: CompanionEvent) => void
  /** Called when the stream is open: shown data may be old and should be read again. */
  onConnected: () => void
}

export interface ConnectionStore {
  phase: ReadonlySignal<ConnectionPhase>
  origin: ReadonlySignal<string | undefined>
  status: ReadonlySignal<Status | undefined>
  lastError: ReadonlySignal<AppError | undefined>
  isConnected: ReadonlySignal<boolean>
  /** Reads the pairing and connects; again after every new pairing. */
  start: () => Promise<void>
  retry: () => void
  /** Whether the paired companion is there right now: it is asked, and has to prove itself. */
  proveCompanion: () => Promise<boolean>
  /** @throws AppError `PAIRING_REQUIRED` while there is no pairing. */
  getApi: () => ApiClient
}

/** Whether the companion answers. The content on screen stays when it does not. */
export function createConnectionStore(deps: ConnectionDeps): ConnectionStore {
  const phase = signal<ConnectionPhase>('loading')
  const origin = signal<string>()
  const status = signal<Status>()
  const lastError = signal<AppError>()
  let api: ApiClient | undefined
  let stream: EventStream | undefined

  async function greet(client: ApiClient): Promise<void> {
    try {
      const next = await client.getStatus()
      if (client !== api) return
      status.value = next
      phase.value = 'connected'
      lastError.value = undefined
      deps.onConnected()
    } catch (thrown) {
      if (client === api) fail(AppError.from(thrown))
    }
  }

  function fail(error: AppError): void {
    lastError.value = error
    phase.value = error.code === 'PAIRING_REQUIRED' ? 'unpaired' : 'down'
  }

  function connect(pairing: StoredPairing): void {
    const client = deps.createClient(pairing.origin, pairing)
    api = client
    origin.value = pairing.origin
    phase.value = 'connecting'
    stream = deps.openEvents({
      pairing,
      onOpen: () => void greet(client),
      onDown: fail,
      onEvent: deps.onEvent,
    })
  }

  return {
    phase,
    origin,
    status,
    lastError,
    isConnected: computed(() => phase.value === 'connected'),
    async start() {
      stream?.close()
      api = undefined
      const pairing = await deps.loadPairing()
      if (pairing) connect(pairing)
      else phase.value = 'unpaired'
    },
    retry() {
      if (phase.value === 'down') phase.value = 'connecting'
      stream?.retry()
    },
    proveCompanion: async () => (await api?.getStatus().catch(() => undefined)) !== undefined,
    getApi() {
      if (!api) throw new AppError('PAIRING_REQUIRED')
      return api
    },
  }
}
