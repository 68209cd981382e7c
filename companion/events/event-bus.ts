import type { CompanionEvent, EventName, EventPayload } from '#shared/contract/events.ts'
import { Ring } from './ring.ts'

const CAPACITY = 1000
/** Of missed events. A listener that missed more reads everything again, which comes in pages. */
const MOST_MISSED_BYTES = 2 * 1024 * 1024

export type EventListener = (event: CompanionEvent) => void

/** Announces changes to every surface that shows them. Keeps the newest 1000 events for late listeners. */
export interface EventBus {
  /**
   * @param read - Makes the payload when a listener reads the event; most events of a gateway under load
   *   are never read. Returns `undefined` when the payload is no longer known: the listener then gets a
   *   gap.
   * @param readLater - The same for listeners that come back later. It is kept with the event, so it holds
   *   nothing large itself.
   */
  publish<N extends EventName>(
    name: N,
    read: () => EventPayload<N> | undefined,
    readLater?: () => EventPayload<N> | undefined,
  ): void
  /**
   * @param lastEventId - The last event the listener has seen, if any.
   * @param listener - Gets the missed events first, or one `gap` when they are no longer known.
   * @returns A function that ends the subscription.
   */
  subscribe(lastEventId: string | undefined, listener: EventListener): () => void
}

interface Kept {
  number: number
  name: EventName
  read: () => CompanionEvent['payload'] | undefined
}

export function createEventBus(): EventBus {
  // Event ids of an earlier process must not be mistaken for ids of this one.
  const prefix = `${Date.now().toString(36)}-`
  const ring = new Ring<Kept>(CAPACITY)
  const listeners = new Set<EventListener>()

  function open({ number, name, read }: Kept): CompanionEvent {
    const payload = read()
    return payload === undefined
      ? openGap(number)
      : ({ id: prefix + number, name, payload } as CompanionEvent)
  }

  function openGap(number: number): CompanionEvent {
    const reason = 'The companion no longer knows what came after that event.'
    return { id: prefix + number, name: 'gap', payload: { reason } }
  }

  function missed(lastEventId: string): CompanionEvent[] {
    const last = lastEventId.startsWith(prefix) ? Number(lastEventId.slice(prefix.length)) : NaN
    const isKnown = last < ring.next && last + 1 >= Math.max(0, ring.next - CAPACITY)
    if (!isKnown) return [openGap(ring.next - 1)]
    const events: CompanionEvent[] = []
    let sizeBytes = 0
    for (let number = last + 1; number < ring.next; number += 1) {
      const kept = ring.get(number)
      if (!kept) continue
      const event = open(kept)
      sizeBytes += JSON.stringify(event.payload).length
      // After a gap a listener reads everything again, so one gap is enough.
      if (event.name === 'gap' || sizeBytes > MOST_MISSED_BYTES) return [openGap(ring.next - 1)]
      events.push(event)
    }
    return events
  }

  return {
    publish(name, read, readLater = read) {
      const number = ring.next
      ring.push({ number, name, read: readLater })
      if (listeners.size === 0) return
      const event = open({ number, name, read })
      for (const listener of listeners) listener(event)
    },
    subscribe(lastEventId, listener) {
      if (lastEventId !== undefined) for (const event of missed(lastEventId)) listener(event)
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
