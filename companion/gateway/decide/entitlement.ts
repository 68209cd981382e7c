import isEqual from 'fast-deep-equal'
import type { Policy } from '#shared/tyk/policy.ts'
import { type AllowedUrl, mergeAllowedUrls, readAllowedUrls } from './allowed-urls.ts'
import { type EndpointLimit, mergeEndpointLimits, readEndpointLimits } from './endpoint-limits.ts'
import {
  type Limits,
  NO_LIMITS,
  chooseQuota,
  chooseRate,
  chooseThrottle,
  isEmpty,
  readLimits,
} from './policy-limits.ts'

/** What a caller may do with one API. */
export interface ApiRight {
  /** An empty list allows every path. */
  urls: readonly AllowedUrl[]
  versions: readonly string[]
  limits: Limits
  endpoints: readonly EndpointLimit[]
  /** Whose counters are used: empty for those of the whole session, else a policy's or an API's own. */
  scope: string
}

/** What a caller may do: one or several policies, merged. */
export interface Entitlement {
  policyIds: readonly string[]
  /** Why the policies cannot be applied, in Tyk's words; `undefined` when they can. */
  problem: string | undefined
  /** Seconds since the session began; 0 for never. */
  expiresInSeconds: number
  isInactive: boolean
  /** Changes when one of the policies is saved anew. */
  revision: string
  /** By API id. */
  rights: ReadonlyMap<string, ApiRight>
}

type Part = 'quota' | 'rate_limit' | 'acl' | 'complexity'

/** One API's right in the making. */
interface Draft extends ApiRight {
  /** The last policy whose right counted. */
  setBy: string
  parts: Set<Part>
}

const MIXED = 'cannot apply multiple policies when some have per_api set and some are partitioned'

/**
 * Merges policies as Tyk does, API by API: the larger limit wins, -1 beats every number, rights
 * unite, and one inactive policy makes the session inactive. A partitioned policy brings its parts
 * only; one with `per_api` brings the limits of each of its rights.
 *
 * @see [Tyk: apply_test.go](https://github.com/TykTechnologies/tyk/blob/31e219beb/internal/policy/apply_test.go)
 */
export function mergePolicies(policies: readonly Policy[]): Entitlement {
  const drafts = new Map<string, Draft>()
  let shared = NO_LIMITS
  let problem: string | undefined
  let hasPerApi = false
  let hasParts = false
  for (const policy of policies) {
    const parts = readParts(policy)
    if (isPerApi(policy)) {
      if (parts) problem ??= nameBothKinds(policy)
      if (hasParts) problem ??= MIXED
      hasPerApi = true
      applyPerApi(drafts, policy)
    } else {
      if (parts && hasPerApi) problem ??= MIXED
      hasParts = parts !== undefined
      shared = applyParts(drafts, policy, { parts, shared })
    }
  }
  const rights = finish(drafts, shared)
  if (rights.size === 0) problem ??= 'key has no valid policies to be applied'
  return {
    policyIds: policies.map((policy) => policy.id),
    problem,
    expiresInSeconds: policies[0]?.key_expires_in ?? 0,
    isInactive: policies.some((policy) => policy.is_inactive),
    revision: JSON.stringify(policies.map((policy) => policy['last_updated'])),
    rights,
  }
}

function nameBothKinds({ id }: Policy): string {
  return `cannot apply policy ${id} which has per_api and any of partitions set`
}

function readFlags(policy: Policy): Record<string, unknown> {
  return policy.partitions ?? {}
}

function isPerApi(policy: Policy): boolean {
  return readFlags(policy)['per_api'] === true
}

/** The parts that a policy is restricted to; `undefined` for all of them. */
function readParts(policy: Policy): Set<Part> | undefined {
  const flags = readFlags(policy)
  const parts = (['quota', 'rate_limit', 'acl', 'complexity'] as const).filter(
    (part) => flags[part] === true,
  )
  return parts.length > 0 ? new Set(parts) : undefined
}

function openDraft(drafts: Map<string, Draft>, apiId: string): Draft {
  let draft = drafts.get(apiId)
  if (!draft) {
    draft = {
      urls: [],
      versions: [],
      limits: NO_LIMITS,
      endpoints: [],
      scope: '',
      setBy: '',
      parts: new Set(),
    }
    drafts.set(apiId, draft)
  }
  return draft
}

function applyPerApi(drafts: Map<string, Draft>, policy: Policy): void {
  for (const [apiId, right] of Object.entries(policy.access_rights)) {
    const own = readLimits(right.limit ?? {})
    const scope = isEmpty(own) ? policy.id : apiId
    const limits = isEmpty(own) ? readLimits(policy) : own
    const known = drafts.get(apiId)
    const draft = openDraft(drafts, apiId)
    const rated = known ? chooseRate(limits, known.limits) : limits
    const merged = known ? chooseQuota(rated, known.limits) : rated
    const isKept = known && (rated !== limits || merged.quotaMax !== limits.quotaMax)
    draft.limits = merged.quotaMax === -1 ? { ...merged, quotaRenewsAfterSeconds: 0 } : merged
    draft.scope = isKept ? known.scope : scope
    draft.setBy = draft.scope
    draft.urls = readAllowedUrls(right['allowed_urls'])
    draft.versions = right.versions
    draft.endpoints = mergeEndpointLimits(draft.endpoints, readEndpointLimits(right['endpoints']))
    for (const part of ['quota', 'rate_limit', 'acl', 'complexity'] as const) draft.parts.add(part)
  }
}

/** @returns The limits of the session as a whole, which an API without limits of its own inherits. */
function applyParts(
  drafts: Map<string, Draft>,
  policy: Policy,
  { parts, shared }: { parts: Set<Part> | undefined; shared: Limits },
): Limits {
  const limits = readLimits(policy)
  const has = (part: Part) => parts === undefined || parts.has(part)
  const merge = (current: Limits): Limits => {
    const counted = has('quota') ? chooseQuota(current, limits) : current
    return has('rate_limit') ? chooseThrottle(chooseRate(counted, limits), limits) : counted
  }
  for (const [apiId, right] of Object.entries(policy.access_rights)) {
    const isNew = !drafts.has(apiId)
    const draft = openDraft(drafts, apiId)
    // The right's own limit is what the policy's are held against, so that the larger one wins.
    draft.limits = merge(isNew ? readLimits(right.limit ?? {}) : draft.limits)
    for (const part of parts ?? (['quota', 'rate_limit', 'acl'] as const)) draft.parts.add(part)
    if (has('acl')) {
      draft.urls = mergeAllowedUrls(draft.urls, readAllowedUrls(right['allowed_urls']))
      draft.versions = [...new Set([...draft.versions, ...right.versions])]
      draft.setBy = policy.id
    }
    if (has('rate_limit'))
      draft.endpoints = mergeEndpointLimits(draft.endpoints, readEndpointLimits(right['endpoints']))
  }
  return merge(shared)
}

/** Rights count only where a policy gives access; limits that none brought come from the session. */
function finish(drafts: ReadonlyMap<string, Draft>, shared: Limits): Map<string, ApiRight> {
  const owners = new Set([...drafts.values()].map(({ setBy }) => setBy).filter(Boolean))
  const rights = new Map<string, ApiRight>()
  let last = shared
  for (const [apiId, draft] of drafts) {
    const { versions, parts, setBy } = draft
    if (!parts.has('acl')) continue
    const rated = parts.has('rate_limit') ? draft.limits : takeRate(draft.limits, shared)
    const counted = parts.has('quota') ? rated : takeQuota(rated, shared)
    const limits = isEqual(counted, last) ? last : counted
    last = limits
    const endpoints = parts.has('rate_limit') ? orNone(draft.endpoints) : NONE
    const scope = draft.scope || (owners.size > 1 ? setBy : '')
    rights.set(apiId, { urls: orNone(draft.urls), versions, limits, endpoints, scope })
  }
  return rights
}

// One empty list for all, and one object for the same limits: the rights of a thousand APIs would
// have one each, in cold memory.
const NONE: readonly never[] = []

function orNone<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? NONE : list
}

function takeRate(own: Limits, { rate, perSeconds, throttleSeconds, throttleRetries }: Limits) {
  return { ...own, rate, perSeconds, throttleSeconds, throttleRetries }
}

function takeQuota(own: Limits, { quotaMax, quotaRenewsAfterSeconds }: Limits): Limits {
  return { ...own, quotaMax, quotaRenewsAfterSeconds }
}
