import type { CompiledApi } from '../api/compiled-api.ts'
import type { ApiRight, Entitlement } from '../policy/entitlement.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Refusal, refuse } from '../outcome/refusal.ts'
import type { QuotaCount } from './take-quota.ts'
import type { RateWindow } from './take-rate.ts'
import { TYK } from '../outcome/tyk-answers.ts'

/** Of the paths that a policy allows. */
const MOST_SHOWN = 10

export function refuseInactive({ policyIds }: Entitlement): Refusal {
  const policies = policyIds.join(', ')
  return refuse('key_state', TYK.inactive, {
    code: 'POLICY_INACTIVE',
    facts: { policies },
    evidence: [{ label: 'policies', value: policies }],
    causes: [{ code: 'POLICY_SWITCHED_OFF' }],
  })
}

export function refuseEnded(
  { expiresInSeconds: allowedSeconds }: Entitlement,
  endedAtMs: number,
  nowMs: number,
): Refusal {
  return refuse('key_state', TYK.sessionExpired, {
    code: 'SESSION_ENDED',
    facts: { seconds: Math.round((nowMs - endedAtMs) / 1000), allowedSeconds },
    evidence: [{ label: 'sessionEnded', value: new Date(endedAtMs).toISOString() }],
    causes: [{ code: 'TOKEN_WITHOUT_EXP' }, { code: 'KEYS_EXPIRE' }],
  })
}

export function refuseApi({ id: api }: CompiledApi, { rights }: Entitlement): Refusal {
  const known = quote([...rights.keys()].join(', '))
  return refuse('access_right', TYK.apiDisallowed, {
    code: 'API_NOT_GRANTED',
    facts: { granted: known || { code: 'NO_API' }, api },
    evidence: [
      { label: 'accessRights', value: known || { code: 'NONE' } },
      { label: 'api', value: api },
    ],
    causes: [{ code: 'POLICY_FOR_OTHER_API' }],
  })
}

export function refuseVersion(api: CompiledApi, { versions }: ApiRight): Refusal {
  const granted = quote(versions.join(', ')) || ({ code: 'NONE' } as const)
  const version = quote(api.version)
  return refuse('access_right', TYK.apiDisallowed, {
    code: 'VERSION_NOT_GRANTED',
    facts: { granted, api: api.id, version },
    evidence: [
      { label: 'versions', value: granted },
      { label: 'versionAsked', value: version },
    ],
    causes: [{ code: 'POLICY_FOR_OTHER_VERSION' }],
  })
}

export function refuseUrl({ urls }: ApiRight, method: string, path: string): Refusal {
  const shown = urls.map(({ url, pattern, methods }) =>
    pattern
      ? quote(`${methods.join('|')} ${url}`)
      : ({ code: 'UNREADABLE_URL', facts: { methods: methods.join('|') } } as const),
  )
  return refuse('access_right', TYK.resourceDisallowed, {
    code: 'URL_NOT_GRANTED',
    facts: { method, path: quote(path || '/') },
    evidence: [{ label: 'allowedPaths', value: shown.slice(0, MOST_SHOWN) }],
    causes: [{ code: 'POLICY_RESTRICTS_PATHS' }],
  })
}

export function refuseRate({ rate, perSeconds, used }: RateWindow, waitSeconds: number): Refusal {
  return refuse('rate', TYK.rateExceeded, {
    code: 'RATE_EXCEEDED',
    facts: { rate, perSeconds, waitSeconds, used },
    retryAfterSeconds: waitSeconds,
    evidence: [
      { label: 'used', value: { code: 'USED_OF', facts: { used, limit: rate } } },
      { label: 'opensIn', value: { code: 'SECONDS', facts: { seconds: waitSeconds } } },
    ],
    causes: [{ code: 'RATE_IS_SHARED' }],
  })
}

export function refuseQuota(
  { used, renewsAtMs }: QuotaCount,
  quota: number,
  nowMs: number,
): Refusal {
  const renews =
    renewsAtMs === Infinity ? ({ code: 'NEVER' } as const) : new Date(renewsAtMs).toISOString()
  return refuse('quota', TYK.quotaExceeded, {
    code: 'QUOTA_EXCEEDED',
    facts: { quota, renews },
    ...(renewsAtMs !== Infinity && { retryAfterSeconds: Math.ceil((renewsAtMs - nowMs) / 1000) }),
    evidence: [
      { label: 'used', value: { code: 'USED_OF', facts: { used, limit: quota } } },
      { label: 'renews', value: renews },
    ],
    causes: [{ code: 'POLICY_HAS_QUOTA' }],
  })
}
