import type { CompanionEvent, EventName, EventPayload } from '#shared/contract/events.ts'

const CAPACITY = 1000

export type EventListener = (event: CompanionEvent) => void

/** What changed, for every surface that shows it. Keeps the newest 1000 events for late listeners. */
export interface EventBus {
  publish<N extends EventName>(name: N, payload: EventPayload<N>): void
  /**
   * @param lastEventId - The last event the listener has seen, if any.
   * @param listener - Gets what it missed first, or one `gap` when that is no longer known.
   * @returns The way to stop.
   */
  subscribe(lastEventId: string | undefined, listener: EventListener): () => void
}

export function createEventBus(): EventBus {
  // Ids of an earlier process must not be mistaken for ours.
  const boot = Date.now().toString(36)
  const ring: CompanionEvent[] = []
  const listeners = new Set<EventListener>()
  let counter = 0

  function missed(lastEventId: string): CompanionEvent[] {
    const index = ring.findIndex((event) => event.id === lastEventId)
    if (index >= 0) return ring.slice(index + 1)
    if (lastEventId === `${boot}-${counter}`) return []
    const payload = { reason: 'The companion no longer knows what came after that event.' }
    return [{ id: `${boot}-${counter}`, name: 'gap', payload }]
  }

  return {
    publish(name, payload) {
      counter += 1
      const event = { id: `${boot}-${counter}`, name, payload } as CompanionEvent
      ring.push(event)
      if (ring.length > CAPACITY) ring.shift()
      for (const listener of listeners) listener(event)
    },
    subscribe(lastEventId, listener) {
      if (lastEventId !== undefined) for (const event of missed(lastEventId)) listener(event)
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
