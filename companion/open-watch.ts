import { Agent } from 'undici'
import type { EventBus } from './events/event-bus.ts'
import { type ConnectGuard, createGuardedConnector, PATIENCE_MS } from './outgoing/egress.ts'
import type { OwnConnections } from './outgoing/own-connections.ts'
import { createInbound } from './recorder/inbound/record-inbound.ts'
import type { RecordingSwitch } from './recorder/inbound/recording-switch.ts'
import type { RawExchange, Recorder } from './recorder/recorder.ts'
import { createWatches, type Watches } from './watch/watches.ts'

/** A person may be at the other end, and a stream may be silent for long. */
const ANSWER_MS = 120_000

export interface WatchParts {
  recorder: Recorder
  recording: RecordingSwitch
  connections: OwnConnections
  bus: EventBus
  guard: Omit<ConnectGuard, 'timeoutMs'>
}

/** Watches, with what comes in at them recorded. */
export function openWatches({ recorder, recording, connections, bus, guard }: WatchParts): {
  watches: Watches
  closeWatches: () => Promise<void>
} {
  const isOn = (): boolean => recording.read().inbound
  const record = createInbound({
    recorder: { record: (raw) => recorder.record(leaveOutSignIn(raw)) },
    isOn,
    isOwn: connections.has,
    onGap: () => bus.publish('gap', () => ({ reason: 'More came in than is recorded.' })),
  })
  const dispatcher = new Agent({
    connect: createGuardedConnector({ ...guard, timeoutMs: PATIENCE_MS.connect }),
    headersTimeout: ANSWER_MS,
    bodyTimeout: 0,
    keepAliveTimeout: 4_000,
  })
  const watches = createWatches({
    dispatcher,
    isRecording: isOn,
    record(listener, next) {
      const asServer = record({ ...listener, to: 'idp' }, next)
      const asApi = record({ ...listener, to: 'upstream' }, next)
      return (request, response) => {
        const meaning = listener.findMeaning(request.method ?? '', request.url ?? '')
        const isApi = meaning === 'api_call' || meaning === 'resource_metadata'
        ;(isApi ? asApi : asServer)(request, response)
      }
    },
  })
  return {
    watches,
    async closeWatches() {
      await watches.closeAll()
      await dispatcher.destroy()
    },
  }
}

/** A person signs in at a real server, and a form may name the password as it likes: its text is not recorded. */
function leaveOutSignIn(raw: RawExchange): RawExchange {
  if (raw.from !== 'developer' && raw.meaning !== 'authorization') return raw
  const { body: _body, sizeBytes: _size, ...request } = raw.request
  return { ...raw, request }
}
