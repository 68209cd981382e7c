import type { Clock } from '../clock/clock.ts'
import type { EventBus } from '../events/event-bus.ts'
import { createBatch } from '../events/batch.ts'
import type { FaultInjector } from '../idp/faults/fault-injector.ts'
import type { Scenarios } from './scenarios.ts'

/** Batches, since a fault may be used thousands of times a second and no person reads each use. */
const DELAY_MS = 50

export interface AnnounceConditionsDeps {
  bus: EventBus
  clock: Clock
  faults: FaultInjector
  scenarios: Scenarios
}

/** Announces the conditions (scenario, faults, clock offset) whenever they change. */
export function announceConditions({
  bus,
  clock,
  faults,
  scenarios,
}: AnnounceConditionsDeps): void {
  const changes = createBatch<void>({
    delayMs: DELAY_MS,
    deliver() {
      bus.publish('conditions.changed', () => {
        const active = scenarios.active()
        return {
          ...(active && { active }),
          faults: faults.report(),
          offset_seconds: clock.offset(),
        }
      })
    },
  })
  clock.subscribe(() => changes.add())
  faults.subscribe(() => changes.add())
}
