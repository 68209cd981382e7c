import type { CompiledApi } from '../api/compiled-api.ts'
import { isUrlAllowed } from '../policy/allowed-urls.ts'
import { findEndpointLimit } from '../policy/endpoint-limits.ts'
import type { ApiRight, Entitlement } from '../policy/entitlement.ts'
import { hasQuota, hasRate } from '../policy/policy-limits.ts'
import { type Refusal, isRefusal } from '../outcome/refusal.ts'
import type { QuotaAsk, RateAsk, SessionAnswer } from './counting.ts'
import {
  refuseApi,
  refuseEnded,
  refuseInactive,
  refuseQuota,
  refuseRate,
  refuseUrl,
  refuseVersion,
} from './session-refusals.ts'

/** What a request needs of its caller's session. */
export interface SessionQuestion {
  api: CompiledApi
  entitlement: Entitlement
  /** The entitlement's right for this API. */
  right: ApiRight | undefined
  method: string
  /** The whole path, and the part behind the listen path. */
  paths: readonly [whole: string, rest: string]
}

/** The right by which a caller may use an API at all, whatever its path and its session. */
export function findAccess({
  api,
  entitlement,
  right,
}: Pick<SessionQuestion, 'api' | 'entitlement' | 'right'>): ApiRight | Refusal {
  if (entitlement.isInactive) return refuseInactive(entitlement)
  if (!right) return refuseApi(api, entitlement)
  if (api.version !== undefined && !right.versions.includes(api.version))
    return refuseVersion(api, right)
  return right
}

/**
 * The right by which a caller may make this request, nothing counted yet.
 *
 * @see [Tyk: security policies](https://tyk.io/docs/api-management/policies/)
 */
export function findPathAccess(question: SessionQuestion): ApiRight | Refusal {
  const right = findAccess(question)
  if (isRefusal(right)) return right
  const { method, paths } = question
  return isUrlAllowed(right.urls, method, paths) ? right : refuseUrl(right, method, paths[1])
}

/** The rate that the request counts against: an endpoint's own rate replaces the right's. */
export function findRate(
  { api, entitlement, method, paths }: SessionQuestion,
  right: ApiRight,
): RateAsk | undefined {
  if (!api.hasRateLimit) return undefined
  const endpoint = findEndpointLimit(right.endpoints, method, paths[1])
  const limit = endpoint ? { ...right.limits, ...endpoint } : right.limits
  if (!hasRate(limit)) return undefined
  const key = endpoint ? `${right.rateKey} ${method} ${endpoint.path}` : right.rateKey
  return { key, rate: limit.rate, perSeconds: limit.perSeconds, revision: entitlement.revision }
}

export function findQuota(
  { api }: Pick<SessionQuestion, 'api'>,
  { limits, scope: key }: ApiRight,
): QuotaAsk | undefined {
  if (!api.hasQuota || !hasQuota(limits)) return undefined
  return { key, max: limits.quotaMax, renewsAfterSeconds: limits.quotaRenewsAfterSeconds }
}

/**
 * Decides on the request. An inactive policy is refused first, then an ended session, then everything else
 * that the policies do not allow.
 *
 * @param access - The right, or why there is none.
 * @param nowMs - Milliseconds since the epoch.
 */
export function readAnswer(
  answer: SessionAnswer,
  {
    access,
    entitlement,
    nowMs,
  }: { access: ApiRight | Refusal; entitlement: Entitlement; nowMs: number },
): Refusal | undefined {
  if (isRefusal(access) && entitlement.isInactive) return access
  const { refusedBy, session, window, quota } = answer
  if (refusedBy === 'ended') return refuseEnded(entitlement, session.endsAtMs, nowMs)
  if (isRefusal(access)) return access
  if (refusedBy === 'rate' && window)
    return refuseRate(window, Math.ceil(window.perSeconds - answer.windowAgeMs / 1000))
  if (refusedBy === 'quota' && quota) return refuseQuota(quota, access.limits.quotaMax, nowMs)
  return undefined
}
