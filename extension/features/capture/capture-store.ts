import { type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type {
  CaptureFindings,
  CapturedPlace,
  KeySetChoice,
  Taken,
} from '#shared/contract/capture.ts'
import type { Inspection } from '#shared/contract/token.ts'
import type { PendingCapture } from './pending-capture.ts'

/** What the browser knows: texts that wait, and hosts that were allowed. */
export interface CaptureBrowser {
  loadCaptures: () => Promise<readonly PendingCapture[]>
  removeCapture: (id: string) => Promise<void>
  watchCaptures: (listener: () => void) => void
  listAllowedHosts: () => Promise<readonly string[]>
  allowHost: (pattern: string) => Promise<boolean>
  forbidHost: (pattern: string) => Promise<void>
  watchAllowedHosts: (listener: () => void) => void
}

export interface CaptureDeps {
  getApi: () => Pick<ApiClient, 'findCredentials' | 'takeCredentials' | 'inspectCaptured'>
  captures: CaptureBrowser
}

/** Texts with credentials, and the hosts on which they are looked for. Actions throw AppErrors. */
export interface CaptureStore {
  /** The newest first. */
  pending: ReadonlySignal<readonly PendingCapture[]>
  hosts: ReadonlySignal<readonly string[]>
  find: (text: string) => Promise<CaptureFindings>
  takeClient: (text: string, finding: string, place: CapturedPlace) => Promise<Taken>
  takeToken: (text: string, finding: string, name: string) => Promise<Taken>
  inspect: (text: string, finding: string, keys: KeySetChoice) => Promise<Inspection>
  dismiss: (id: string) => Promise<void>
  allow: (pattern: string) => Promise<boolean>
  forbid: (pattern: string) => Promise<void>
  refresh: () => Promise<void>
}

export function createCaptureStore({ getApi, captures }: CaptureDeps): CaptureStore {
  const pending = signal<readonly PendingCapture[]>([])
  const hosts = signal<readonly string[]>([])

  async function refresh(): Promise<void> {
    const [waiting, allowed] = await Promise.all([
      captures.loadCaptures(),
      captures.listAllowedHosts(),
    ])
    pending.value = waiting
    hosts.value = allowed
  }

  captures.watchCaptures(() => void refresh())
  captures.watchAllowedHosts(() => void refresh())
  void refresh()
  return {
    pending,
    hosts,
    find: (text) => getApi().findCredentials({ body: { text } }),
    takeClient: (text, finding, place) =>
      getApi().takeCredentials({ body: { kind: 'client', text, finding, place } }),
    takeToken: (text, finding, name) =>
      getApi().takeCredentials({ body: { kind: 'token', text, finding, name } }),
    inspect: (text, finding, keys) => getApi().inspectCaptured({ body: { text, finding, keys } }),
    dismiss: captures.removeCapture,
    allow: captures.allowHost,
    forbid: captures.forbidHost,
    refresh,
  }
}
