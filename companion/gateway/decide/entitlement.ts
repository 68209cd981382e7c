import type { Policy } from '#shared/tyk/policy.ts'

export interface AllowedUrl {
  /** `undefined` for a pattern that cannot be read; it allows nothing. */
  pattern: RegExp | undefined
  methods: readonly string[]
}

/** What a caller may do: one or several policies, merged. */
export interface Entitlement {
  policyIds: readonly string[]
  /** Requests per `perSeconds`; 0 for no limit. */
  rate: number
  perSeconds: number
  /** Requests; 0 for no quota. */
  quotaMax: number
  /** Seconds; 0 for never. */
  quotaRenewsAfterSeconds: number
  /** Seconds since the session began; 0 for never. */
  expiresInSeconds: number
  isInactive: boolean
  /** By API id; an empty list allows every path. */
  rights: ReadonlyMap<string, readonly AllowedUrl[]>
}

/**
 * Merges policies as Tyk does: the larger limit wins, no limit beats every number, rights unite, and
 * one inactive policy makes the session inactive. A partitioned policy brings its parts only.
 *
 * @see [Tyk: apply_test.go](https://github.com/TykTechnologies/tyk/blob/31e219beb/internal/policy/apply_test.go)
 */
export function mergePolicies(policies: readonly Policy[]): Entitlement {
  const rated = policies.filter((policy) => appliesPart(policy, 'rate_limit'))
  const counted = policies.filter((policy) => appliesPart(policy, 'quota'))
  const rate = rated.reduce<Policy | undefined>(chooseRate, undefined)
  const quota = counted.reduce<Policy | undefined>(chooseQuota, undefined)
  const expiries = policies.map((policy) => policy.key_expires_in)
  return {
    policyIds: policies.map((policy) => policy.id),
    rate: rate && isRated(rate) ? rate.rate : 0,
    perSeconds: rate?.per ?? 0,
    quotaMax: Math.max(0, quota?.quota_max ?? 0),
    quotaRenewsAfterSeconds: Math.max(0, quota?.quota_renewal_rate ?? 0),
    expiresInSeconds: expiries.includes(0) ? 0 : Math.max(0, ...expiries),
    isInactive: policies.some((policy) => policy.is_inactive),
    rights: uniteRights(policies.filter((policy) => appliesPart(policy, 'acl'))),
  }
}

function appliesPart(policy: Policy, part: 'quota' | 'rate_limit' | 'acl'): boolean {
  const partitions = policy['partitions']
  if (typeof partitions !== 'object' || partitions === null) return true
  const flags = Object.entries(partitions)
  return (
    flags.every(([, isOn]) => isOn !== true) ||
    flags.some(([name, isOn]) => name === part && isOn === true)
  )
}

function isRated(policy: Policy): boolean {
  return policy.rate > 0 && policy.per > 0
}

function chooseRate(best: Policy | undefined, policy: Policy): Policy {
  if (!best) return policy
  if (!isRated(best)) return best
  if (!isRated(policy)) return policy
  return policy.rate / policy.per > best.rate / best.per ? policy : best
}

function chooseQuota(best: Policy | undefined, policy: Policy): Policy {
  if (!best) return policy
  if (best.quota_max <= 0) return best
  return policy.quota_max <= 0 || policy.quota_max > best.quota_max ? policy : best
}

function uniteRights(policies: readonly Policy[]): Map<string, AllowedUrl[]> {
  const rights = new Map<string, AllowedUrl[]>()
  for (const policy of policies) {
    for (const [id, right] of Object.entries(policy.access_rights)) {
      const urls = readAllowedUrls(right['allowed_urls'])
      const known = rights.get(id)
      // No list means every path, so uniting with it lifts the restriction.
      rights.set(
        id,
        known && known.length > 0 && urls.length > 0
          ? [...known, ...urls]
          : known?.length === 0
            ? known
            : urls,
      )
    }
  }
  return rights
}

function readAllowedUrls(value: unknown): AllowedUrl[] {
  if (!Array.isArray(value)) return []
  return value.map((entry: unknown) => {
    const { url, methods } = (entry ?? {}) as { url?: unknown; methods?: unknown }
    return {
      pattern: typeof url === 'string' ? compilePattern(url) : undefined,
      methods: Array.isArray(methods) ? methods.map(String) : [],
    }
  })
}

function compilePattern(source: string): RegExp | undefined {
  try {
    return new RegExp(source)
  } catch {
    return undefined
  }
}
