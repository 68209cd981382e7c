import type { Policy } from '#shared/tyk/policy.ts'

/** A caller's limits for one API. Zero or less means no limit. */
export interface Limits {
  /** Requests per `perSeconds`; 0 or less for no limit. */
  rate: number
  perSeconds: number
  /** Requests; 0 or less for no quota. */
  quotaMax: number
  /** Seconds; 0 or less for never. */
  quotaRenewsAfterSeconds: number
  /** Seconds between two attempts of a throttled request; 0 or less for none. */
  throttleSeconds: number
  throttleRetries: number
}

export const NO_LIMITS: Limits = {
  rate: 0,
  perSeconds: 0,
  quotaMax: 0,
  quotaRenewsAfterSeconds: 0,
  throttleSeconds: 0,
  throttleRetries: 0,
}

/** Reads Tyk's limit members, of a policy or of the `limit` of one of its access rights. */
export function readLimits(from: Policy | Record<string, unknown> | undefined): Limits {
  const read = (name: string): number => {
    const value = from?.[name]
    return typeof value === 'number' ? value : 0
  }
  return {
    rate: read('rate'),
    perSeconds: read('per'),
    quotaMax: read('quota_max'),
    quotaRenewsAfterSeconds: read('quota_renewal_rate'),
    throttleSeconds: read('throttle_interval'),
    throttleRetries: read('throttle_retry_limit'),
  }
}

/** Members of Tyk's `limit`; with any of them, an API has its own limit. */
const LIMIT_MEMBERS = [
  'rate',
  'per',
  'throttle_interval',
  'throttle_retry_limit',
  'max_query_depth',
  'quota_max',
  'quota_renews',
  'quota_remaining',
  'quota_renewal_rate',
]

/** Whether the `limit` of an access right says anything. */
export function bringsLimits(limit: Record<string, unknown> | undefined): boolean {
  return LIMIT_MEMBERS.some((name) => (limit?.[name] ?? 0) !== 0)
}

export function isEmpty(limits: Limits): boolean {
  return Object.values(limits).every((value) => value === 0)
}

export function hasRate({ rate, perSeconds }: Limits): boolean {
  return rate > 0 && perSeconds > 0
}

export function hasQuota({ quotaMax }: Limits): boolean {
  return quotaMax > 0
}

type Rate = Pick<Limits, 'rate' | 'perSeconds'>

/** The rate that allows more; -1 beats every number, and 0 says nothing. */
export function chooseRate<T extends Rate>(current: T, other: Rate): T {
  if (other.rate === 0 || other.perSeconds === 0) return current
  const isSilent = current.rate === 0 || current.perSeconds === 0
  if (!isSilent && secondsPerRequest(current) <= secondsPerRequest(other)) return current
  return { ...current, rate: other.rate, perSeconds: other.perSeconds }
}

/** Seconds between two requests; 0 where there is no limit. */
export function secondsPerRequest({ rate, perSeconds }: Rate): number {
  return rate <= 0 || perSeconds <= 0 ? 0 : perSeconds / rate
}

/**
 * The limits of one API under two policies with `per_api`. A rate of 0 means no limit, and so allows
 * more than any number; a quota of 0 gives way to any number, as with Tyk.
 *
 * @returns Also whether something was kept of the limits known before, whose counters then go on.
 */
export function mergeApiLimits(own: Limits, known: Limits): { limits: Limits; isKept: boolean } {
  const keepsRate = secondsPerRequest(own) > secondsPerRequest(known)
  const keepsQuota = known.quotaMax !== own.quotaMax && isMore(known.quotaMax, own.quotaMax)
  const { rate, perSeconds } = keepsRate ? known : own
  const { quotaMax } = keepsQuota ? known : own
  const { quotaRenewsAfterSeconds: renewal } = isMore(
    known.quotaRenewsAfterSeconds,
    own.quotaRenewsAfterSeconds,
  )
    ? known
    : own
  const quotaRenewsAfterSeconds = quotaMax === -1 ? 0 : renewal
  return {
    limits: { ...own, rate, perSeconds, quotaMax, quotaRenewsAfterSeconds },
    isKept: keepsRate || keepsQuota,
  }
}

function isMore(first: number, second: number): boolean {
  return first === -1 || (second !== -1 && first > second)
}

/** The quota that allows more; -1 beats every number. */
export function chooseQuota(current: Limits, other: Limits): Limits {
  const quotaMax =
    current.quotaMax === -1 || other.quotaMax === -1
      ? -1
      : Math.max(current.quotaMax, other.quotaMax)
  const quotaRenewsAfterSeconds = Math.max(
    current.quotaRenewsAfterSeconds,
    other.quotaRenewsAfterSeconds,
  )
  return { ...current, quotaMax, quotaRenewsAfterSeconds }
}

export function chooseThrottle(current: Limits, other: Limits): Limits {
  return {
    ...current,
    throttleSeconds: Math.max(current.throttleSeconds, other.throttleSeconds),
    throttleRetries: Math.max(current.throttleRetries, other.throttleRetries),
  }
}
