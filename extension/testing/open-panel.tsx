import { render } from '@testing-library/preact'
import { vi } from 'vitest'
import type { StepId } from '#shared/contract/run.ts'
import { createTypedValues } from '../components/forms/typed-values.ts'
import { createPanelStores, type PanelStores } from '../features/panel/panel-stores.ts'
import { Panel } from '../features/panel/panel.tsx'
import type { EventStreamOptions } from '../platform/event-stream.ts'
import { PATIENCE } from './be-patient.ts'
import { FakeCompanion } from './fake-companion.ts'

export interface OpenPanelOptions {
  companion?: FakeCompanion
  isPaired?: boolean
  position?: StepId
}

export interface OpenPanel {
  companion: FakeCompanion
  stores: PanelStores
  stream: EventStreamOptions
  writeClipboard: ReturnType<typeof vi.fn<(text: string) => Promise<void>>>
  saveFile: ReturnType<typeof vi.fn<(name: string, text: string) => void>>
}

/** The panel on a fake companion, with its first state drawn. */
export async function openPanel(options: OpenPanelOptions = {}): Promise<OpenPanel> {
  const { companion = new FakeCompanion(), isPaired = true, position } = options
  const writeClipboard = vi.fn<(text: string) => Promise<void>>(async () => {})
  const saveFile = vi.fn<(name: string, text: string) => void>()
  const pairing = { origin: 'http://127.0.0.1:8790', key: 'k', pairingId: 'p' }
  let stream: EventStreamOptions | undefined
  const stores = createPanelStores({
    loadPairing: async () => (isPaired ? pairing : undefined),
    createClient: () => companion.api,
    openEvents(given) {
      stream = given
      companion.onEvent = given.onEvent
      given.onOpen()
      return { retry() {}, close() {} }
    },
    loadPosition: async () =>
      position === undefined ? undefined : { run: 'run-1', step: position },
    savePosition: async () => {},
    writeClipboard,
    saveFile,
    openPairing() {},
    present: (subject) => void companion.calls.push(`present ${subject.kind} ${subject.id}`),
    extensionVersion: '0.1.0',
    address: { read: () => '', write() {}, watch() {} },
    openTab: async () => ({
      send: async () => undefined,
      isOpen: async () => false,
      show: async () => {},
    }),
    upload: async () => ({ id: 'upload-1', size_bytes: 1 }),
    captures: {
      loadCaptures: async () => [],
      removeCapture: async () => {},
      watchCaptures() {},
      listAllowedHosts: async () => [],
      allowHost: async () => true,
      forbidHost: async () => {},
      watchAllowedHosts() {},
    },
    typed: createTypedValues({ stored: {}, save() {} }),
  })
  delete document.body.dataset['dcrReady']
  render(<Panel stores={stores} />)
  await stores.connection.start()
  await vi.waitFor(() => {
    if (document.body.dataset['dcrReady'] === undefined) throw new Error('not ready yet')
  }, PATIENCE)
  return { companion, stores, stream: stream as EventStreamOptions, writeClipboard, saveFile }
}
