import type { QuotaCount } from './take-quota.ts'
import type { RateWindow } from './take-rate.ts'

/** A rate that a request counts against. */
export interface RateAsk {
  /** Key within the session, or among the rates of all APIs. */
  key: string
  rate: number
  perSeconds: number
  /** Revision of the policies; another revision opens a new window. */
  revision?: string
}

export interface QuotaAsk {
  key: string
  max: number
  /** 0 for never. */
  renewsAfterSeconds: number
}

/**
 * One question per request, with plain data as input and output, so that counting can be behind a network.
 */
export interface SessionAsk {
  /** Name of the session: see `nameSession`. */
  session: string
  /** Milliseconds since the epoch, by which sessions end and quotas renew. */
  wallMs: number
  /** How long a session that begins now lasts by its policies; 0 or less for ever. */
  policySeconds: number
  /** Milliseconds since the epoch; 0 for a token without an expiry. A later time prolongs the session. */
  tokenEndsAtMs: number
  policyIds: readonly string[]
  /** `undefined` where no request is to be counted. */
  rate: RateAsk | undefined
  quota: QuotaAsk | undefined
  /** The key of a quota that is read, but not counted. */
  shownQuota: string | undefined
  /** The session of an earlier answer: with it, counting in the same process finds it faster. */
  last: SessionTimes | undefined
}

export interface SessionTimes {
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number
  /** Milliseconds since the epoch; 0 for never. */
  readonly endsAtMs: number
}

export interface SessionAnswer {
  refusedBy: 'ended' | 'rate' | 'quota' | undefined
  session: SessionTimes
  window: RateWindow | undefined
  /** Milliseconds since the window was opened. */
  windowAgeMs: number
  quota: QuotaCount | undefined
}

export interface RateAnswer {
  isAllowed: boolean
  window: RateWindow
  windowAgeMs: number
}

/**
 * Keeps sessions, rates and quotas. Synchronous in memory; returns promises where a network is involved.
 * Every implementation must pass `testing/counting-suite.ts`.
 */
export interface Counting {
  /**
   * Opens or prolongs a session and takes one request from it. The rate is asked before the quota, and
   * a request that the quota refuses has used up one of the rate, as in Tyk.
   */
  enter(ask: SessionAsk): SessionAnswer | Promise<SessionAnswer>
  /** Takes one request from a rate that all callers of an API share. */
  takeRate(ask: RateAsk): RateAnswer | Promise<RateAnswer>
  /** The policies that were last applied to a session; `undefined` for a new session. */
  policiesOf(
    session: string,
  ): readonly string[] | undefined | Promise<readonly string[] | undefined>
}

/** Continues at once with a value, or later with the value of a promise. */
export function follow<T, U>(
  value: T | Promise<T>,
  read: (value: T) => U | Promise<U>,
): U | Promise<U> {
  return value instanceof Promise ? value.then(read) : read(value)
}
