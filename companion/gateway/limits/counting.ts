import type { QuotaCount } from './take-quota.ts'
import type { RateWindow } from './take-rate.ts'

/** A rate that a request counts against. */
export interface RateAsk {
  /** Within the session, or among all rates of APIs. */
  key: string
  rate: number
  perSeconds: number
  /** Of the policies; another one opens a new window. */
  revision?: string
}

export interface QuotaAsk {
  key: string
  max: number
  /** 0 for never. */
  renewsAfterSeconds: number
}

/** One question per request: plain data in, plain data out, so that a network may lie between. */
export interface SessionAsk {
  /** Its name: see `nameSession`. */
  session: string
  /** Milliseconds since the epoch, by which sessions end and quotas renew. */
  wallMs: number
  /** How long a session that begins now lasts by its policies; 0 or less for ever. */
  policySeconds: number
  /** Milliseconds since the epoch; 0 for a token that brings no end. A later one prolongs the session. */
  tokenEndsAtMs: number
  policyIds: readonly string[]
  /** Left undefined where nothing is to be counted. */
  rate: RateAsk | undefined
  quota: QuotaAsk | undefined
  /** The key of a quota to be told and not counted. */
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
 * Where sessions, rates and quotas are kept. Synchronous in memory; a promise where a network is.
 * `testing/counting-suite.ts` is what every implementation must pass.
 */
export interface Counting {
  /**
   * Opens or prolongs a session and takes one request from it. The rate is asked before the quota, and
   * a request that the quota refuses has used up one of the rate, as in Tyk.
   */
  enter(ask: SessionAsk): SessionAnswer | Promise<SessionAnswer>
  /** Takes one request from a rate that all callers of an API share. */
  takeRate(ask: RateAsk): RateAnswer | Promise<RateAnswer>
  /** The policies that were last applied to a session; `undefined` for a new one. */
  policiesOf(
    session: string,
  ): readonly string[] | undefined | Promise<readonly string[] | undefined>
}

/** Goes on at once with what is there, and later with what is not. */
export function follow<T, U>(
  value: T | Promise<T>,
  read: (value: T) => U | Promise<U>,
): U | Promise<U> {
  return value instanceof Promise ? value.then(read) : read(value)
}
