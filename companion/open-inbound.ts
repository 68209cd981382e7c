import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { EndpointKind } from '#shared/faults/fault.ts'
import { findMeaning } from '#shared/oauth/meaning/find-meaning.ts'
import type { OAuthMeaning } from '#shared/oauth/meaning/oauth-meaning.ts'
import type { EventBus } from './events/event-bus.ts'
import type { Dialects } from './idp/dialects/dialects.ts'
import { findPlace } from './idp/faults/find-place.ts'
import type { OwnConnections } from './outgoing/own-connections.ts'
import { createInbound } from './recorder/inbound/record-inbound.ts'
import type { Overheard } from './recorder/inbound/tap.ts'
import type { RecordingSwitch } from './recorder/inbound/recording-switch.ts'
import { findObservedPlace, readClientCall } from './observed-clients.ts'
import type { ObserveClients } from './registrar/observe-clients.ts'
import type { Recorder } from './recorder/recorder.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

export interface InboundParts {
  recorder: Recorder
  recording: RecordingSwitch
  connections: OwnConnections
  bus: EventBus
  addresses: Addresses
  dialects: Pick<Dialects, 'findByPath' | 'pathsOf' | 'open'>
  observeClients: ObserveClients
  log: Pick<Logger, 'warn'>
}

/** What the dialects name differently from everybody else. */
const MEANING_OF_PLACE: Record<EndpointKind, OAuthMeaning> = {
  discovery: 'server_metadata',
  keys: 'key_set',
  token: 'token',
  registration: 'registration',
  management: 'client_management',
}

/** The handlers of provider and portal, with what comes in recorded. The gateway records by itself. */
export function openInbound({
  recorder,
  recording,
  connections,
  bus,
  addresses,
  dialects,
  observeClients,
  log,
}: InboundParts): Record<'idp' | 'portal', (handler: Handler) => Handler> {
  const record = createInbound({
    recorder,
    isOn: () => recording.read().inbound,
    isOwn: connections.has,
    onGap: () => bus.publish('gap', () => ({ reason: 'More came in than is recorded.' })),
  })
  const findPlaced = (method: string, url: string): OAuthMeaning => {
    if (method === 'OPTIONS') return 'preflight'
    const place = findPlace(dialects.pathsOf(dialects.findByPath(url)), { method, url })
    return place ? MEANING_OF_PLACE[place] : findMeaning(method, url)
  }
  const observe = (overheard: Overheard, meaning: OAuthMeaning): void => {
    const call = readClientCall(overheard, meaning)
    if (!call) return
    findObservedPlace(overheard.request.url, { addresses, dialects })
      .then((place) => place && observeClients(place, call))
      .catch((thrown: unknown) =>
        log.warn(`A client of a stranger could not be noted: ${AppError.from(thrown).message}`),
      )
  }
  return {
    idp: (handler) =>
      record({ origin: addresses.idp, to: 'idp', findMeaning: findPlaced, observe }, handler),
    portal: (handler) =>
      record(
        { origin: addresses.portal, to: 'registrar', findMeaning: () => 'portal_page' },
        handler,
      ),
  }
}
