import { join } from 'node:path'
import type { Exchange } from '#shared/contract/exchange.ts'
import type { EventBus } from '../events/event-bus.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'
import { ExchangeRecorder } from './exchange-recorder.ts'
import type { Fingerprint } from './oauth-traits.ts'
import { Segments } from './segments.ts'

export interface RecorderParts {
  bus: EventBus
  registry: SecretRegistry
  fingerprint: Fingerprint
  /** See `ExchangeRecorderDeps.note`. */
  note?: (exchange: Exchange) => void
}

/** The recorder of a data directory, with what earlier processes recorded. */
export async function openRecorder(
  dataDir: string,
  { bus, registry, fingerprint, note }: RecorderParts,
): Promise<ExchangeRecorder> {
  const { segments, earlier } = await Segments.open(join(dataDir, 'exchanges'))
  return new ExchangeRecorder({
    registry,
    fingerprint,
    ...(note && { note }),
    segments,
    earlier,
    publish: (read) => bus.publish('exchange.recorded', read),
    publishGap: () =>
      bus.publish('gap', () => ({ reason: 'More calls were made than are recorded.' })),
  })
}
