import isEqual from 'fast-deep-equal'
import type { Policy } from '#shared/tyk/policy.ts'
import { type AllowedUrl, mergeAllowedUrls, readAllowedUrls } from './allowed-urls.ts'
import { type EndpointLimit, mergeEndpointLimits, readEndpointLimits } from './endpoint-limits.ts'
import {
  type Limits,
  NO_LIMITS,
  bringsLimits,
  chooseQuota,
  chooseRate,
  chooseThrottle,
  isEmpty,
  mergeApiLimits,
  readLimits,
} from './policy-limits.ts'

/** What a caller may do with one API. */
export interface ApiRight {
  /** An empty list allows every path. */
  urls: readonly AllowedUrl[]
  versions: readonly string[]
  limits: Limits
  endpoints: readonly EndpointLimit[]
  /** The owner of the counters: empty for the whole session, else a policy or an API. */
  scope: string
  /**
   * The key of the rate window. Contains the limit and the policies, since two limits that share a window
   * would each reset the window of the other.
   */
  rateKey: string
}

/** What a session has before policies are applied to it. */
export interface SessionBase {
  policyIds: readonly string[]
  /** Seconds since the session began; 0 for never. */
  expiresInSeconds: number
  /** The limits of the session as a whole, for APIs whose policies bring none. */
  root: Limits
}

/** A session that was opened by no policy: scopes alone choose what it may. */
export const BARE_SESSION: SessionBase = { policyIds: [], expiresInSeconds: 0, root: NO_LIMITS }

/** What a caller may do: one or several policies, merged. */
export interface Entitlement extends SessionBase {
  /** Why the policies cannot be applied, in Tyk's words; `undefined` when they can. */
  problem: string | undefined
  isInactive: boolean
  /** Changes when one of the policies is saved anew. */
  revision: string
  /** By API id. */
  rights: ReadonlyMap<string, ApiRight>
}

const PARTS = ['quota', 'rate_limit', 'acl', 'complexity'] as const
type Part = (typeof PARTS)[number]

/** One API's right in the making. */
interface Draft extends Omit<ApiRight, 'rateKey'> {
  /** The last policy whose right counted. */
  setBy: string
  parts: Set<Part>
  /** Whether a policy said something about the depth of queries: with Tyk a limit like the others. */
  hasDepth: boolean
}

const MIXED = 'cannot apply multiple policies when some have per_api set and some are partitioned'

/**
 * Merges policies as Tyk does, API by API: the larger limit wins, -1 beats every number, rights
 * unite, and one inactive policy makes the session inactive. A partitioned policy brings its parts
 * only; one with `per_api` brings the limits of each of its rights.
 *
 * @param before - The session they are applied to; left out, it is made from the first of them.
 * @see [Tyk: apply_test.go](https://github.com/TykTechnologies/tyk/blob/31e219beb/internal/policy/apply_test.go)
 */
export function mergePolicies(
  policies: readonly Policy[],
  before: SessionBase = openBase(policies[0]),
): Entitlement {
  const drafts = new Map<string, Draft>()
  let shared = policies.reduce(clearParts, before.root)
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
  const { rights, root } = finish(drafts, shared, policies)
  if (rights.size === 0) problem ??= 'key has no valid policies to be applied'
  return {
    policyIds: policies.map((policy) => policy.id),
    problem,
    expiresInSeconds: before.expiresInSeconds,
    root,
    isInactive: policies.some((policy) => policy.is_inactive),
    revision: JSON.stringify(policies.map((policy) => policy['last_updated'])),
    rights,
  }
}

function openBase(policy: Policy | undefined): SessionBase {
  if (!policy) return BARE_SESSION
  const { id, key_expires_in: expiresInSeconds } = policy
  return { policyIds: [id], expiresInSeconds, root: readLimits(policy) }
}

/** What policies bring takes the place of what a session had; only the quota's renewal stays. */
function clearParts(root: Limits, policy: Policy): Limits {
  const parts = readParts(policy)
  const { quotaRenewsAfterSeconds } = root
  const rated = !parts || parts.has('rate_limit') ? takeRate(root, NO_LIMITS) : root
  return !parts || parts.has('quota')
    ? takeQuota(rated, { ...NO_LIMITS, quotaRenewsAfterSeconds })
    : rated
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
  const parts = PARTS.filter((part) => flags[part] === true)
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
      hasDepth: false,
    }
    drafts.set(apiId, draft)
  }
  return draft
}

function applyPerApi(drafts: Map<string, Draft>, policy: Policy): void {
  for (const [apiId, right] of Object.entries(policy.access_rights)) {
    const isOwn = bringsLimits(right.limit)
    const own = isOwn ? readLimits(right.limit) : readLimits(policy)
    const scope = isOwn ? apiId : policy.id
    const known = drafts.get(apiId)
    const draft = openDraft(drafts, apiId)
    const { limits, isKept } = mergeApiLimits(own, known?.limits ?? own)
    draft.limits = limits
    draft.setBy = isKept ? draft.setBy : scope
    draft.scope = isKept ? draft.scope : scope
    draft.urls = readAllowedUrls(right['allowed_urls'])
    draft.versions = right.versions
    draft.endpoints = mergeEndpointLimits(readEndpointLimits(right['endpoints']), draft.endpoints)
    draft.hasDepth = saysDepth(isOwn ? right.limit : policy)
    for (const part of PARTS) draft.parts.add(part)
  }
}

function saysDepth(limits: Record<string, unknown> | undefined): boolean {
  return (limits?.['max_query_depth'] ?? 0) !== 0
}

/** @returns The limits of the session as a whole, which an API without its own limits inherits. */
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
    const draft = openDraft(drafts, apiId)
    // The right's own limit counts with `per_api` only.
    draft.limits = merge(draft.limits)
    for (const part of parts ?? PARTS) draft.parts.add(part)
    if (has('complexity') && saysDepth(policy)) draft.hasDepth = true
    if (has('acl')) {
      draft.urls = mergeAllowedUrls(draft.urls, readAllowedUrls(right['allowed_urls']))
      draft.versions = [...new Set([...draft.versions, ...right.versions])]
      draft.setBy = policy.id
    }
    if (has('rate_limit'))
      draft.endpoints = mergeEndpointLimits(readEndpointLimits(right['endpoints']), draft.endpoints)
  }
  if (Object.keys(policy.access_rights).length > 0) return merge(shared)
  // A policy without access rights sets the limits of the session, whatever they were.
  const rated = has('rate_limit') ? takeRate(shared, limits) : shared
  return has('quota') ? takeQuota(rated, limits) : rated
}

/** Rights count only where a policy gives access; limits that none brought come from the session. */
function finish(
  drafts: ReadonlyMap<string, Draft>,
  shared: Limits,
  policies: readonly Policy[],
): { rights: Map<string, ApiRight>; root: Limits } {
  const owners = new Set([...drafts.values()].map(({ setBy }) => setBy).filter(Boolean))
  const rights = new Map<string, ApiRight>()
  const root = findRoot(drafts, shared)
  const ids = policies.map(({ id }) => id)
  let last = root
  let lastKey = ''
  for (const [apiId, draft] of drafts) {
    const { versions, parts, setBy } = draft
    if (!parts.has('acl')) continue
    const inherited = inherit(draft, shared)
    const counted = isEmpty(inherited) && !draft.hasDepth ? root : inherited
    const limits = isEqual(counted, last) ? last : counted
    last = limits
    const endpoints = parts.has('rate_limit') ? orNone(draft.endpoints) : NONE
    const scope = draft.scope || (owners.size > 1 ? setBy : '')
    const key = JSON.stringify([scope, limits.rate, limits.perSeconds, ...ids])
    lastKey = key === lastKey ? lastKey : key
    const urls = orNone(draft.urls)
    rights.set(apiId, { urls, versions, limits, endpoints, scope, rateKey: lastKey })
  }
  return { rights, root }
}

/** The limits of the session: those of the API, when all policies were about one. */
function findRoot(drafts: ReadonlyMap<string, Draft>, shared: Limits): Limits {
  const all = [...drafts.values()]
  const isSingle = (['quota', 'rate_limit', 'complexity'] as const).every(
    (part) => all.filter(({ parts }) => parts.has(part)).length === 1,
  )
  const only = all.find(({ parts }) => parts.has('rate_limit'))
  return isSingle && only?.parts.has('acl') ? inherit(only, shared) : shared
}

function inherit({ limits, parts }: Draft, shared: Limits): Limits {
  const rated = parts.has('rate_limit') ? limits : takeRate(limits, shared)
  return parts.has('quota') ? rated : takeQuota(rated, shared)
}

// One empty list for all, and one object or text for the same limits: the rights of a thousand APIs would
// have one each, in cold memory.
const NONE: readonly never[] = []

function orNone<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? NONE : list
}

function takeRate(
  own: Limits,
  { rate, perSeconds, throttleSeconds, throttleRetries }: Limits,
): Limits {
  return { ...own, rate, perSeconds, throttleSeconds, throttleRetries }
}

function takeQuota(own: Limits, { quotaMax, quotaRenewsAfterSeconds }: Limits): Limits {
  return { ...own, quotaMax, quotaRenewsAfterSeconds }
}
