import type { CompiledApi } from './compiled-api.ts'
import type { Entitlement } from './entitlement.ts'
import { type Refusal, causeWithFix, quote, refuse } from './refusal.ts'
import { type QuotaCount, takeQuota } from './take-quota.ts'
import { type RateWindow, takeRate } from './take-rate.ts'
import { TYK } from './tyk-answers.ts'

/** What the gateway remembers of one identity. */
export interface Session {
  /** Milliseconds since the epoch. */
  startedAtMs: number
  policyIds: readonly string[]
  rate?: RateWindow | undefined
  quota?: QuotaCount | undefined
}

export interface SessionQuestion {
  api: CompiledApi
  entitlement: Entitlement
  session: Session
  method: string
  /** The path behind the listen path. */
  path: string
  /** The token's exp in seconds, if it has one. */
  tokenExpiresAtSeconds: number | undefined
  /** Milliseconds since the epoch. */
  nowMs: number
  /** Monotonic milliseconds, for the rate. */
  monotonicMs: number
}

export interface SessionTaken {
  session: Session
  refusal: Refusal | undefined
}

/**
 * Asks a session for one request: is it alive, may it call this API, does its rate allow it, its
 * quota. A refusal by the quota has used up one request of the rate, as in Tyk.
 *
 * @see [Tyk: security policies](https://tyk.io/docs/api-management/policies/)
 */
export function takeSession(question: SessionQuestion): SessionTaken {
  const { session } = question
  const early = findKeyStateProblem(question) ?? findAccessProblem(question)
  if (early) return { session, refusal: early }
  const rated = takeSessionRate(question)
  if (rated.refusal) return rated
  return takeSessionQuota({ ...question, session: rated.session })
}

/**
 * The end of a session: the later of the policy's expiry and the token's.
 *
 * @returns Milliseconds since the epoch; `Infinity` for never.
 */
export function readSessionEnd({
  entitlement,
  session,
  tokenExpiresAtSeconds,
}: SessionQuestion): number {
  const { expiresInSeconds } = entitlement
  if (expiresInSeconds === 0) return Infinity
  const byPolicy = session.startedAtMs + expiresInSeconds * 1000
  return Math.max(byPolicy, (tokenExpiresAtSeconds ?? 0) * 1000)
}

function findKeyStateProblem(question: SessionQuestion): Refusal | undefined {
  const { entitlement, nowMs } = question
  const ids = entitlement.policyIds.join(', ')
  if (entitlement.isInactive) {
    return refuse('key_state', TYK.inactive, {
      reason: `A policy of the caller is inactive: ${ids}.`,
      evidence: [{ label: 'Policies', value: ids }],
      causes: [
        causeWithFix('Somebody switched the policy off.', 'policy', { label: 'Save it as active' }),
      ],
    })
  }
  const endMs = readSessionEnd(question)
  if (endMs > nowMs) return undefined
  return refuse('key_state', TYK.sessionExpired, {
    reason: `The session of this identity ended ${Math.round((nowMs - endMs) / 1000)} s ago: the policy allows ${entitlement.expiresInSeconds} s, and the token brings no later end.`,
    evidence: [{ label: 'Session ended', value: new Date(endMs).toISOString() }],
    causes: [
      causeWithFix('The token has no exp that would carry the session on.', 'token', {
        label: 'Get a new token',
      }),
      causeWithFix('Keys of this policy expire.', 'policy', {
        label: 'Let keys never expire',
        inputs: { key_expires_in: 0 },
      }),
    ],
  })
}

function findAccessProblem({
  api,
  entitlement,
  method,
  path,
}: SessionQuestion): Refusal | undefined {
  const urls = entitlement.rights.get(api.id)
  const known = [...entitlement.rights.keys()].join(', ')
  if (!urls) {
    return refuse('access_right', TYK.apiDisallowed, {
      reason: `The policy gives access to ${known || 'no API'}, not to ${api.id}.`,
      evidence: [
        { label: 'Access rights', value: quote(known || 'none') },
        { label: 'API', value: api.id },
      ],
      causes: [
        causeWithFix('The policy was made for another API.', 'policy', {
          label: 'Create the policy for this API',
        }),
      ],
    })
  }
  const isAllowed =
    urls.length === 0 ||
    urls.some(({ pattern, methods }) => pattern?.test(path || '/') && methods.includes(method))
  if (isAllowed) return undefined
  return refuse('access_right', TYK.resourceDisallowed, {
    reason: `The policy's allowed_urls have no entry for ${method} ${quote(path || '/')}.`,
    evidence: [{ label: 'Allowed paths', value: quote(urls.map(showUrl).join(', ')) }],
    causes: [{ text: 'The policy restricts the paths of this API.' }],
  })
}

function showUrl({
  pattern,
  methods,
}: {
  pattern: RegExp | undefined
  methods: readonly string[]
}) {
  return `${methods.join('|')} ${pattern?.source ?? '(unreadable)'}`
}

function takeSessionRate({
  api,
  entitlement,
  session,
  monotonicMs,
}: SessionQuestion): SessionTaken {
  const { rate, perSeconds } = entitlement
  if (rate <= 0 || !api.hasRateLimit) return { session, refusal: undefined }
  const { window, isAllowed } = takeRate(session.rate, { rate, perSeconds }, monotonicMs)
  const next = { ...session, rate: window }
  if (isAllowed) return { session: next, refusal: undefined }
  const waitSeconds = Math.ceil(perSeconds - (monotonicMs - window.startedAtMs) / 1000)
  const refusal = refuse('rate', TYK.rateExceeded, {
    reason: `The policy allows ${rate} requests in ${perSeconds} s; the next window opens in ${waitSeconds} s.`,
    retryAfterSeconds: waitSeconds,
    evidence: [
      { label: 'Used', value: `${window.used} of ${rate}` },
      { label: 'Opens in', value: `${waitSeconds} s` },
    ],
    causes: [
      causeWithFix('All tokens of one identity share the rate.', 'policy', {
        label: 'Lift the rate limit',
        inputs: { rate: 0 },
      }),
    ],
  })
  return { session: next, refusal }
}

function takeSessionQuota({ api, entitlement, session, nowMs }: SessionQuestion): SessionTaken {
  const { quotaMax, quotaRenewsAfterSeconds } = entitlement
  if (quotaMax <= 0 || !api.hasQuota) return { session, refusal: undefined }
  const quota = { max: quotaMax, renewsAfterSeconds: quotaRenewsAfterSeconds }
  const { count, isAllowed } = takeQuota(session.quota, quota, nowMs)
  const next = { ...session, quota: count }
  if (isAllowed) return { session: next, refusal: undefined }
  const renews = count.renewsAtMs === Infinity ? 'never' : new Date(count.renewsAtMs).toISOString()
  const refusal = refuse('quota', TYK.quotaExceeded, {
    reason: `The quota of ${quotaMax} requests is used up; it renews ${renews}.`,
    ...(count.renewsAtMs !== Infinity && {
      retryAfterSeconds: Math.ceil((count.renewsAtMs - nowMs) / 1000),
    }),
    evidence: [
      { label: 'Used', value: `${count.used} of ${quotaMax}` },
      { label: 'Renews', value: renews },
    ],
    causes: [
      causeWithFix('The policy has a quota.', 'policy', {
        label: 'Lift the quota',
        inputs: { quota_max: -1 },
      }),
    ],
  })
  return { session: next, refusal }
}
