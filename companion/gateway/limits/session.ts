import { isUrlAllowed } from '../policy/allowed-urls.ts'
import type { CompiledApi } from '../api/compiled-api.ts'
import { findEndpointLimit } from '../policy/endpoint-limits.ts'
import type { ApiRight, Entitlement } from '../policy/entitlement.ts'
import { type Limits, hasQuota, hasRate } from '../policy/policy-limits.ts'
import { type Refusal, isRefusal } from '../outcome/refusal.ts'
import {
  refuseApi,
  refuseEnded,
  refuseInactive,
  refuseQuota,
  refuseRate,
  refuseUrl,
  refuseVersion,
} from './session-refusals.ts'
import { SmallMap } from '../memory/small-map.ts'
import { type QuotaCount, takeQuota } from './take-quota.ts'
import { type RateWindow, takeRate } from './take-rate.ts'

/** What the gateway remembers of one identity. */
export interface Session {
  /** Milliseconds since the epoch. */
  startedAtMs: number
  /** Milliseconds since the epoch; 0 for never. The latest of the policy's end and all tokens' seen. */
  endsAtMs: number
  policyIds: readonly string[]
  /** By scope: one for the session, or one per policy, API or endpoint. */
  rates: SmallMap<RateWindow>
  quotas: SmallMap<QuotaCount>
  /** Belongs to the session store: when it last saw this session; -1 while it has another, or none. */
  seenInTurn: number
}

export interface SessionQuestion {
  api: CompiledApi
  entitlement: Entitlement
  /** The one of the entitlement's for this API. */
  right: ApiRight | undefined
  session: Readonly<Session>
  method: string
  /** The whole path, and the part behind the listen path. */
  paths: readonly [whole: string, rest: string]
  /** Milliseconds since the epoch. */
  nowMs: number
  /** Monotonic milliseconds, for the rate. */
  monotonicMs: number
}

/** What one request took, to be kept in the session under its key. */
export interface SessionTaken {
  refusal: Refusal | undefined
  limits?: Limits | undefined
  rate?: { key: string; window: RateWindow } | undefined
  quota?: { key: string; count: QuotaCount } | undefined
}

/** Opens a session, or carries one on; a longer token prolongs it, as in Tyk. */
export function openSession(
  previous: Session | undefined,
  { policyIds, expiresInSeconds }: Entitlement,
  {
    nowMs,
    tokenExpiresAtSeconds = 0,
  }: { nowMs: number; tokenExpiresAtSeconds?: number | undefined },
): Session {
  const byPolicy = expiresInSeconds > 0 ? nowMs + expiresInSeconds * 1000 : 0
  const endsAtMs = Math.max(previous?.endsAtMs ?? byPolicy, tokenExpiresAtSeconds * 1000)
  if (previous?.endsAtMs === endsAtMs && previous.policyIds === policyIds) return previous
  return {
    startedAtMs: previous?.startedAtMs ?? nowMs,
    endsAtMs,
    policyIds,
    rates: previous?.rates ?? new SmallMap<RateWindow>(),
    quotas: previous?.quotas ?? new SmallMap<QuotaCount>(),
    seenInTurn: -1,
  }
}

/**
 * Asks a session for one request: is it alive, may it call this API, does its rate allow it, its
 * quota. A refusal by the quota has used up one request of the rate, as in Tyk.
 *
 * @see [Tyk: security policies](https://tyk.io/docs/api-management/policies/)
 */
export function takeSession(question: SessionQuestion): SessionTaken {
  const right = findRight(question)
  if (isRefusal(right)) return { refusal: right }
  const rated = takeSessionRate(question, right)
  if (rated.refusal) return rated
  const { limits, rate } = rated
  const { refusal, quota } = takeSessionQuota(question, right)
  // Whole literals here and below: copies made with a spread cost more than all that is decided.
  return { refusal, limits, rate, quota }
}

/** The right by which a session may make this request, nothing counted yet. */
function findRight(question: SessionQuestion): ApiRight | Refusal {
  const right = findAccess(question)
  if (isRefusal(right)) return right
  const { method, paths } = question
  return isUrlAllowed(right.urls, method, paths) ? right : refuseUrl(right, method, paths[1])
}

/** The right by which a session may use an API at all, whatever its path. */
export function findAccess({
  api,
  entitlement,
  right,
  session,
  nowMs,
}: SessionQuestion): ApiRight | Refusal {
  if (entitlement.isInactive) return refuseInactive(entitlement)
  if (session.endsAtMs > 0 && nowMs > session.endsAtMs)
    return refuseEnded(entitlement, session.endsAtMs, nowMs)
  if (!right) return refuseApi(api, entitlement)
  if (api.version !== undefined && !right.versions.includes(api.version))
    return refuseVersion(api, right)
  return right
}

function takeSessionRate(question: SessionQuestion, right: ApiRight): SessionTaken {
  const { api, entitlement, session, method, paths, monotonicMs } = question
  const { limits } = right
  if (!api.hasRateLimit) return { limits, refusal: undefined }
  const endpoint = findEndpointLimit(right.endpoints, method, paths[1])
  const limit = endpoint ? { ...limits, ...endpoint } : limits
  if (!hasRate(limit)) return { limits, refusal: undefined }
  const key = endpoint ? `${right.rateKey} ${method} ${endpoint.path}` : right.rateKey
  const { rate, perSeconds } = limit
  const { revision } = entitlement
  const { window, isAllowed } = takeRate(
    session.rates.get(key),
    { rate, perSeconds, revision },
    monotonicMs,
  )
  const waitSeconds = Math.ceil(perSeconds - (monotonicMs - window.startedAtMs) / 1000)
  const refusal = isAllowed ? undefined : refuseRate(window, waitSeconds)
  return { refusal, limits, rate: { key, window } }
}

function takeSessionQuota(
  { api, session, nowMs }: SessionQuestion,
  { limits, scope: key }: ApiRight,
): Pick<SessionTaken, 'refusal' | 'quota'> {
  const { quotaMax: max, quotaRenewsAfterSeconds: renewsAfterSeconds } = limits
  if (!hasQuota(limits) || !api.hasQuota) return { refusal: undefined }
  const { count, isAllowed } = takeQuota(
    session.quotas.get(key),
    { max, renewsAfterSeconds },
    nowMs,
  )
  return {
    quota: { key, count },
    refusal: isAllowed ? undefined : refuseQuota(count, max, nowMs),
  }
}
