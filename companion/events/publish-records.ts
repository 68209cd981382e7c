import type { Deleted, EventName, EventPayload } from '#shared/contract/events.ts'
import type { Readable } from '../store/records.ts'
import type { EventBus } from './event-bus.ts'

/** Names of events whose payload has the shape `P`. */
type NameOf<P> = { [N in EventName]: EventPayload<N> extends P ? N : never }[EventName]

export interface RecordEvents<T, N extends EventName> {
  changed: N
  deleted: NameOf<Deleted>
  /** The record as people may see it. */
  present: (record: T) => EventPayload<N>
}

/**
 * Publishes each change of some records. A record is presented when a listener wants the event; one
 * that cannot be presented becomes a gap, so that listeners read it again and learn the error there,
 * and the change itself is not harmed.
 */
export function publishRecords<T, N extends EventName>(
  bus: EventBus,
  records: Readable<T>,
  { changed, deleted, present }: RecordEvents<T, N>,
): void {
  const tryPresent = (record: T): EventPayload<N> | undefined => {
    try {
      return present(record)
    } catch {
      return undefined
    }
  }
  records.subscribe((id, record) => {
    if (record === undefined) bus.publish(deleted, () => ({ id }))
    else bus.publish(changed, () => tryPresent(record))
  })
}
