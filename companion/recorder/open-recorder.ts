import { join } from 'node:path'
import type { EventBus } from '../events/event-bus.ts'
import type { SecretRegistry } from '../secrets/secret-registry.ts'
import { ExchangeRecorder } from './exchange-recorder.ts'
import { Segments } from './segments.ts'

/** The recorder of a data directory, with what earlier processes recorded. */
export async function openRecorder(
  dataDir: string,
  { bus, registry }: { bus: EventBus; registry: SecretRegistry },
): Promise<ExchangeRecorder> {
  const { segments, earlier } = await Segments.open(join(dataDir, 'exchanges'))
  return new ExchangeRecorder({
    registry,
    segments,
    earlier,
    publish: (read) => bus.publish('exchange.recorded', read),
    publishGap: () =>
      bus.publish('gap', () => ({ reason: 'More calls were made than are recorded.' })),
  })
}
