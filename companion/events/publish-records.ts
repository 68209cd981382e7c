import type { Deleted, EventName, EventPayload } from '#shared/contract/events.ts'
import type { Readable } from '../store/records.ts'
import type { EventBus } from './event-bus.ts'

/** Names of events whose payload has the shape `P`. */
type NameOf<P> = { [N in EventName]: EventPayload<N> extends P ? N : never }[EventName]

export interface RecordEvents<T, N extends EventName> {
  changed: N
  deleted: NameOf<Deleted>
  /** The record in the form of the control API. */
  present: (record: T) => EventPayload<N>
}

/**
 * Publishes each change of some records. A listener that comes back gets a record as it is then, so that
 * earlier versions are not kept for it. A record is presented when a listener reads the event. A record
 * that cannot be presented becomes a gap: listeners then read the record again and get the error there, and
 * the change itself still succeeds.
 */
export function publishRecords<T extends object, N extends EventName>(
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
  const readLater = (id: string) => (): EventPayload<N> | undefined => {
    const record = records.get(id)
    return record && tryPresent(record)
  }
  records.subscribe((id, record) => {
    if (record === undefined) bus.publish(deleted, () => ({ id }))
    else bus.publish(changed, () => tryPresent(record), readLater(id))
  })
}
