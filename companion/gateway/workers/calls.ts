import type { Word } from '#shared/messages/catalogue.ts'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import type { Policy } from '#shared/tyk/policy.ts'
import type { RawExchange } from '../../recorder/recorder.ts'
import type { Admission, ApiRateTaken } from '../decide/admissions.ts'
import type { Outcome } from '../outcome/outcome.ts'
import type { ApiRate } from '../endpoint/endpoint-rules.ts'
import type { Facts, ToldFact } from '../decide/facts.ts'
import type { Decision } from '../verdict/decision.ts'
import type { ParsedToken } from '../token/token-shape.ts'

/** A verified token that asks to pass; `token` is left out when the companion has seen it. */
export interface AdmitQuestion extends Pick<Admission, 'digest' | 'method' | 'paths'> {
  api: string
  version: string | undefined
  token: ParsedToken | undefined
}

/** An entitlement travels as the ids of its policies. */
export type AdmittedFacts = Pick<Facts, Exclude<ToldFact, 'entitlement'>> & {
  policyIds: readonly string[]
}

/** `undefined` when the token has to be sent along. */
export type AdmitAnswer = { outcome: Outcome; facts: AdmittedFacts } | undefined

/** The calls that a worker makes to the companion. */
export interface CompanionCalls {
  admit: (question: AdmitQuestion) => AdmitAnswer
  takeApiRate: (question: { api: string; rate: ApiRate }) => ApiRateTaken
  fetchKeySet: (question: { url: string; verdict: string }) => string | { problem: Word }
  record: (exchange: { id: string; raw: RawExchange }) => void
  tellVerdict: (decision: Decision) => void
  tellGap: (nothing: undefined) => void
}

/** The data that a worker needs at its start. */
export interface WorkerStart {
  port: number
  /** See `GatewayDeps.closedPorts`. */
  closedPorts: readonly number[]
  /** Of so many workers. */
  workers: number
  apis: readonly ApiDefinition[]
  policies: readonly Policy[]
  clockOffsetSeconds: number
}

/** The calls that the companion makes to a worker. */
export interface WorkerCalls {
  start: (start: WorkerStart) => void
  putApi: (change: { id: string; value: ApiDefinition | undefined }) => void
  putPolicy: (change: { id: string; value: Policy | undefined }) => void
  moveClock: (offsetSeconds: number) => void
  clearJwksCache: (apiId: string | undefined) => void
  findVerdict: (id: string) => Decision | undefined
  listVerdicts: (limit: number) => Decision[]
  /** Answered when everything that was told before has arrived. */
  flush: (nothing: undefined) => void
  close: (nothing: undefined) => void
}
