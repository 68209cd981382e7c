import * as z from '../zod.ts'
import { Examination, Scenario } from './doctor.ts'
import { Exchange } from './exchange.ts'
import { FaultStatus } from '../faults/fault.ts'
import { ApiDefinition } from '../tyk/api-definition.ts'
import { Policy } from '../tyk/policy.ts'
import { Pairing } from './endpoints/pairing-endpoints.ts'
import { CatalogueEntry, Developer, PortalMessage, PortalSettings } from './portal.ts'
import { LessonProgress } from './lesson-progress.ts'
import { Recording } from './recording.ts'
import { Registration } from './registration.ts'
import { Attempt, ReplaySecret } from './replay/attempt.ts'
import { ReplaySet, SetRun } from './replay/replay-set.ts'
import { Run } from './run.ts'
import { Token } from './token.ts'
import { Verdict } from './verdict.ts'
import { Visit } from './visit.ts'

/** The conditions: scenario, faults and clock offset. */
export const Conditions = z
  .strictObject({
    active: Scenario.optional(),
    faults: z.array(FaultStatus),
    offset_seconds: z.number(),
  })
  .meta({ id: 'Lab' })

export type Conditions = z.infer<typeof Conditions>

/** A deleted record. */
export const Deleted = z.strictObject({ id: z.string() }).meta({ id: 'Deleted' })

export type Deleted = z.infer<typeof Deleted>

/**
 * Every event of `GET /api/events`, by its name. The payload is the whole new value in the form of the
 * control API: secrets are masked or left out.
 */
export const EVENTS = {
  'run.changed': Run,
  'run.deleted': Deleted,
  'exchange.recorded': Exchange,
  'verdict.decided': Verdict,
  'visit.changed': Visit,
  'visit.deleted': Deleted.describe('Its legs are part of another visit now, or were pushed out'),
  'registration.changed': Registration,
  'registration.deleted': Deleted,
  'token.changed': Token,
  'token.deleted': Deleted,
  'attempt.changed': Attempt,
  'attempt.deleted': Deleted.describe('The newest 50 of a thread are kept, and 500 in all'),
  'replay-set.changed': ReplaySet,
  'replay-set.deleted': Deleted,
  'set-run.finished': SetRun,
  'set-run.deleted': Deleted.describe('The newest 20 of a set are kept'),
  'replay-secret.changed': ReplaySecret,
  'replay-secret.deleted': Deleted.describe('The id is the name of the secret'),
  'api.changed': ApiDefinition,
  'api.deleted': Deleted,
  'policy.changed': Policy,
  'policy.deleted': Deleted,
  'catalogue-entry.changed': CatalogueEntry,
  'catalogue-entry.deleted': Deleted,
  'portal-settings.changed': PortalSettings,
  'portal-settings.deleted': Deleted.describe('The settings are as in a new data directory'),
  'developer.changed': Developer,
  'developer.deleted': Deleted,
  'portal-message.sent': PortalMessage.omit({ code: true }).meta({ id: 'PortalMessageSent' }),
  'pairing.changed': Pairing,
  'pairing.deleted': Deleted,
  'lesson.changed': LessonProgress,
  'lesson.deleted': Deleted.describe('The lesson is as if it had never been begun'),
  'recording.changed': Recording,
  'recording.deleted': Deleted.describe('The setting is as in a new data directory'),
  'conditions.changed': Conditions,
  'examination.finished': Examination,
  'examination.deleted': Deleted.describe('The companion keeps the newest 50'),
  gap: z.strictObject({ reason: z.string() }).describe('Events were missed: read everything again'),
} as const

export type EventName = keyof typeof EVENTS
export type EventPayload<N extends EventName> = z.infer<(typeof EVENTS)[N]>

export type CompanionEvent = {
  [N in EventName]: { id: string; name: N; payload: EventPayload<N> }
}[EventName]
