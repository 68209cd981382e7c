import * as z from '../zod.ts'
import { Examination, Scenario } from './doctor.ts'
import { Exchange } from './exchange.ts'
import { FaultStatus } from '../faults/fault.ts'
import { Registration } from './registration.ts'
import { Run } from './run.ts'
import { Token } from './token.ts'
import { Verdict } from './verdict.ts'

/** What is wrong on purpose: scenario, faults, clock. */
export const Lab = z
  .strictObject({
    active: Scenario.optional(),
    faults: z.array(FaultStatus),
    offset_seconds: z.number(),
  })
  .meta({ id: 'Lab' })

export type Lab = z.infer<typeof Lab>

/** Every event of `GET /api/events`, by its name. The payload is the whole new value. */
export const EVENTS = {
  'run.changed': Run,
  'run.deleted': z.strictObject({ id: z.string() }),
  'exchange.recorded': Exchange,
  'verdict.decided': Verdict,
  'registration.changed': Registration,
  'token.changed': Token,
  'token.deleted': z.strictObject({ id: z.string() }),
  'lab.changed': Lab,
  'examination.finished': Examination,
  gap: z.strictObject({ reason: z.string() }).describe('Events were missed: read everything again'),
} as const

export type EventName = keyof typeof EVENTS
export type EventPayload<N extends EventName> = z.infer<(typeof EVENTS)[N]>

export type CompanionEvent = {
  [N in EventName]: { id: string; name: N; payload: EventPayload<N> }
}[EventName]
