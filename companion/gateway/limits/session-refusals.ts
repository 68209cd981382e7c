import type { CompiledApi } from '../api/compiled-api.ts'
import type { ApiRight, Entitlement } from '../policy/entitlement.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Refusal, causeWithFix, refuse } from '../outcome/refusal.ts'
import type { QuotaCount } from './take-quota.ts'
import type { RateWindow } from './take-rate.ts'
import { TYK } from '../outcome/tyk-answers.ts'

export function refuseInactive({ policyIds }: Entitlement): Refusal {
  const ids = policyIds.join(', ')
  return refuse('key_state', TYK.inactive, {
    reason: `A policy of the caller is inactive: ${ids}.`,
    evidence: [{ label: 'Policies', value: ids }],
    causes: [
      causeWithFix('Somebody switched the policy off.', 'policy', { label: 'Save it as active' }),
    ],
  })
}

export function refuseEnded(
  { expiresInSeconds }: Entitlement,
  endedAtMs: number,
  nowMs: number,
): Refusal {
  const seconds = Math.round((nowMs - endedAtMs) / 1000)
  return refuse('key_state', TYK.sessionExpired, {
    reason: `The session of this identity ended ${seconds} s ago: the policy allows ${expiresInSeconds} s, and the token brings no later end.`,
    evidence: [{ label: 'Session ended', value: new Date(endedAtMs).toISOString() }],
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

export function refuseApi(api: CompiledApi, { rights }: Entitlement): Refusal {
  const known = [...rights.keys()].join(', ')
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

export function refuseVersion(api: CompiledApi, { versions }: ApiRight): Refusal {
  const known = versions.join(', ') || 'none'
  return refuse('access_right', TYK.apiDisallowed, {
    reason: `The policy gives access to the versions ${quote(known)} of ${api.id}, not to ${quote(api.version)}.`,
    evidence: [
      { label: 'Versions', value: quote(known) },
      { label: 'Version asked for', value: quote(api.version) },
    ],
    causes: [{ text: 'The policy was made for another version of this API.' }],
  })
}

export function refuseUrl({ urls }: ApiRight, method: string, path: string): Refusal {
  const shown = urls.map(
    ({ url, pattern, methods }) => `${methods.join('|')} ${pattern ? url : '(unreadable)'}`,
  )
  return refuse('access_right', TYK.resourceDisallowed, {
    reason: `The policy's allowed_urls have no entry for ${method} ${quote(path || '/')}.`,
    evidence: [{ label: 'Allowed paths', value: quote(shown.join(', ')) }],
    causes: [{ text: 'The policy restricts the paths of this API.' }],
  })
}

export function refuseRate({ rate, perSeconds, used }: RateWindow, waitSeconds: number): Refusal {
  return refuse('rate', TYK.rateExceeded, {
    reason: `The policy allows ${rate} requests in ${perSeconds} s; the next window opens in ${waitSeconds} s.`,
    retryAfterSeconds: waitSeconds,
    evidence: [
      { label: 'Used', value: `${used} of ${rate}` },
      { label: 'Opens in', value: `${waitSeconds} s` },
    ],
    causes: [
      causeWithFix('All tokens of one identity share the rate.', 'policy', {
        label: 'Lift the rate limit',
        inputs: { rate: 0 },
      }),
    ],
  })
}

export function refuseQuota({ used, renewsAtMs }: QuotaCount, max: number, nowMs: number): Refusal {
  const renews = renewsAtMs === Infinity ? 'never' : new Date(renewsAtMs).toISOString()
  return refuse('quota', TYK.quotaExceeded, {
    reason: `The quota of ${max} requests is used up; it renews ${renews}.`,
    ...(renewsAtMs !== Infinity && { retryAfterSeconds: Math.ceil((renewsAtMs - nowMs) / 1000) }),
    evidence: [
      { label: 'Used', value: `${used} of ${max}` },
      { label: 'Renews', value: renews },
    ],
    causes: [
      causeWithFix('The policy has a quota.', 'policy', {
        label: 'Lift the quota',
        inputs: { quota_max: -1 },
      }),
    ],
  })
}
