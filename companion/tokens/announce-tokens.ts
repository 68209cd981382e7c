import type { EventBus } from '../events/event-bus.ts'
import type { Store } from '../store/store.ts'
import { presentToken } from './present-token.ts'

/** Tells of every token that came, changed or went, whoever got it. */
export function announceTokens(store: Store, bus: EventBus): void {
  store.records('tokens').subscribe((id, record) => {
    if (record) bus.publish('token.changed', () => presentToken(record))
    else bus.publish('token.deleted', () => ({ id }))
  })
}
