import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import type { Registration } from '#shared/contract/registration.ts'
import type { Clock } from '../clock/clock.ts'
import type { Definitions } from '../definitions/definitions.ts'
import type { Runs } from '../journeys/runs.ts'
import type { Recorder } from '../recorder/recorder.ts'
import type { Scenarios } from '../scenarios/scenarios.ts'
import type { Readable } from '../store/records.ts'
import type { RegistrationOutline, RunRecord } from '../store/schema.ts'

/** What the actions and checkpoints of a lesson use. */
export interface LessonRooms {
  addresses: Pick<Addresses, 'gateway'>
  runs: Pick<Runs, 'create' | 'get' | 'runStep' | 'remove'>
  /** What the steps of a run have made. */
  runRecords: Readable<RunRecord>
  registrations: { filter(matches: (outline: RegistrationOutline) => boolean): Registration[] }
  definitions: Pick<Definitions, 'apis' | 'putApi'>
  recorder: Pick<Recorder, 'list' | 'assign'>
  gateway: {
    verdicts: {
      get(id: string): Promise<Verdict | undefined>
      list(limit: number): Promise<Verdict[]>
    }
    clearJwksCache(apiId?: string): Promise<void>
    flush(): Promise<void>
  }
  scenarios: Pick<Scenarios, 'start' | 'stop'>
  clock: Pick<Clock, 'moveTo'>
  rotateKey: (dialect: string, overlapSeconds: number) => Promise<void>
  /** The access token itself. @throws AppError `RECORD_NOT_FOUND`. */
  openToken: (id: string) => string
}
