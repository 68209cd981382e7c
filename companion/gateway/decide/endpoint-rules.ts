import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { readSeconds } from '#shared/tyk/go-duration.ts'
import { OWN } from './own-answers.ts'
import {
  type PathRule,
  findPathRule,
  isPathRuleFor,
  readPathRules,
  readPlainPathRules,
} from './path-rules.ts'
import { type Refusal, isRefusal, quote, refuse } from './refusal.ts'
import type { Reply } from './reply.ts'
import { TYK } from './tyk-answers.ts'
import { readValues } from './wire-guard.ts'

/** What an API says about its endpoints, apart from who may call them. */
export interface EndpointRules {
  /** In Tyk's order: the first one that fits a request decides. */
  access: readonly AccessRule[]
  /** Whether endpoints are closed that no rule names. */
  hasAllowList: boolean
  sizeLimits: readonly PathRule[]
  /** How often an endpoint may be called by all callers together. */
  rates: readonly PathRule[]
  timeouts: readonly PathRule[]
  /** Bytes; 0 for no limit. */
  sizeLimit: number
  /** Seconds; 0 for the gateway's own. */
  timeoutSeconds: number
  /** Bytes; 0 for no limit. Tyk's `max_request_body_size`, of the gateway as a whole there. */
  maxBodyBytes: number
  /** None of them says anything. */
  isPlain: boolean
}

type AccessKind = 'internal' | 'mocked' | 'ignored' | 'blocked' | 'allowed'

interface AccessRule {
  kind: AccessKind
  rule: PathRule
}

/** What an API lets pass that says nothing about its endpoints. */
export const PLAIN: EndpointPass = {
  isIgnored: false,
  reply: undefined,
  timeoutMs: undefined,
  rate: undefined,
}

export interface EndpointRequest {
  method: string
  paths: readonly string[]
  rawHeaders: readonly string[]
}

/** Whether a request needs no authentication, and what answers it without an upstream. */
export interface EndpointPass {
  isIgnored: boolean
  reply: Reply | undefined
  /** Milliseconds; `undefined` for the gateway's own. */
  timeoutMs: number | undefined
  /** The endpoint's own rate, in place of the API's. */
  rate: ApiRate | undefined
}

/** How often an API, or one endpoint of it, may be called by all callers together. */
export interface ApiRate {
  /** Whose counter it is: empty for that of the API as a whole. */
  key: string
  rate: number
  perSeconds: number
}

type Members = Record<string, unknown>
type Version = ApiDefinition['version_data']['versions'][string]

/** Reads the rules of one version; `undefined` when the API has none. */
export function readEndpointRules(
  version: Version | undefined,
  maxBodyBytes: number,
): EndpointRules {
  const own: Members = version ?? {}
  const isExtended = own['use_extended_paths'] !== false
  const lists = isExtended ? readMembers(own['extended_paths']) : {}
  const access = isExtended
    ? readAccess(lists, own['ignore_endpoint_case'] === true)
    : readPlainAccess(readMembers(own['paths']))
  const isTimed = own['global_enforce_timeout_disabled'] !== true
  const isSized = own['global_size_limit_disabled'] !== true
  const rules = {
    access,
    sizeLimits: readPathRules(lists['size_limits']),
    rates: readPathRules(lists['rate_limit']),
    timeouts: readPathRules(lists['hard_timeouts']),
    sizeLimit: isSized ? readNumber(own['global_size_limit']) : 0,
    timeoutSeconds: isTimed ? readNumber(own['global_enforce_timeout']) : 0,
    maxBodyBytes,
  }
  return {
    ...rules,
    hasAllowList: access.some(({ kind }) => kind === 'allowed'),
    isPlain: Object.values(rules).every(isSilent),
  }
}

function readAccess(lists: Members, ignoresCase: boolean): AccessRule[] {
  return [
    ...mark('internal', readPathRules(lists['internal'])),
    ...mark('mocked', readPathRules(lists['mock_response'], ignoresCase)),
    ...mark('ignored', readPathRules(lists['ignored'], ignoresCase)),
    ...mark('blocked', readPathRules(lists['black_list'], ignoresCase)),
    ...mark('allowed', readPathRules(lists['white_list'], ignoresCase)),
  ]
}

/** The lists of a version without `use_extended_paths`. */
function readPlainAccess(lists: Members): AccessRule[] {
  return [
    ...mark('ignored', readPlainPathRules(lists['ignored'])),
    ...mark('blocked', readPlainPathRules(lists['black_list'])),
    ...mark('allowed', readPlainPathRules(lists['white_list'])),
  ]
}

function mark(kind: AccessKind, rules: readonly PathRule[]): AccessRule[] {
  return rules.map((rule) => ({ kind, rule }))
}

function isSilent(value: readonly unknown[] | number): boolean {
  return typeof value === 'number' ? value === 0 : value.length === 0
}

function readMembers(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {}
}

function readNumber(value: unknown): number {
  return typeof value === 'number' && value > 0 ? value : 0
}

/**
 * Judges a request by the endpoint it goes to: internal, mocked, ignored, blocked, allowed. The
 * first list that names it decides, so that an ignored endpoint is open even when it is blocked.
 *
 * @see [Tyk: allow list](https://tyk.io/docs/api-management/traffic-transformation/allow-list/)
 * @see [Tyk: mock responses](https://tyk.io/docs/api-management/traffic-transformation/mock-response/)
 */
export function judgeEndpoint(
  rules: EndpointRules,
  request: EndpointRequest,
): EndpointPass | Refusal {
  if (rules.isPlain) return PLAIN
  const { method, paths } = request
  const found = rules.access.find(({ rule }) => isPathRuleFor(rule, method, paths))
  const access = found ? judgeAccess(found, request) : judgeUnnamed(rules, request)
  if (isRefusal(access)) return access
  return { ...access, timeoutMs: readTimeout(rules, request), rate: findRate(rules, request) }
}

function findRate(
  { rates }: EndpointRules,
  { method, paths }: EndpointRequest,
): ApiRate | undefined {
  const entry = findPathRule(rates, method, paths)?.entry
  const rate = readNumber(entry?.['rate'])
  const perSeconds = readNumber(entry?.['per'])
  if (!entry || rate === 0 || perSeconds === 0) return undefined
  return { key: `${method} ${String(entry['path'])}`, rate, perSeconds }
}

type Access = Omit<EndpointPass, 'timeoutMs' | 'rate'>

const OPEN: Access = { isIgnored: false, reply: undefined }

const BLOCKS: Partial<Record<AccessKind, readonly [reason: string, cause: string]>> = {
  internal: [
    'The API keeps {endpoint} for its own redirects.',
    'The API definition makes this endpoint internal (extended_paths.internal).',
  ],
  blocked: [
    'The block list of the API names {endpoint}.',
    'The API definition blocks this endpoint (black_list).',
  ],
}

function judgeAccess({ kind, rule }: AccessRule, request: EndpointRequest): Access | Refusal {
  if (kind === 'mocked') return { isIgnored: false, reply: readMock(rule.entry) }
  const action = readAction(rule, request.method)
  if (action?.['action'] === 'reply') {
    const { code, data, headers } = action
    return { isIgnored: kind === 'ignored', reply: readMock({ code, body: data, headers }) }
  }
  if (action && action['action'] !== 'no_action') {
    return refuseEndpoint(request, [
      `The action for {endpoint} is ${quote(action['action'])}; Tyk knows no_action and reply.`,
      'The API definition has an action that does not exist (method_actions).',
    ])
  }
  const block = BLOCKS[kind]
  return block ? refuseEndpoint(request, block) : { ...OPEN, isIgnored: kind === 'ignored' }
}

function judgeUnnamed({ hasAllowList }: EndpointRules, request: EndpointRequest): Access | Refusal {
  if (!hasAllowList) return OPEN
  return refuseEndpoint(request, [
    'The allow list of the API has no entry for {endpoint}.',
    'The API definition allows some endpoints only (white_list).',
  ])
}

function refuseEndpoint(
  { method, paths }: EndpointRequest,
  [reason, cause]: readonly [string, string],
): Refusal {
  return refuse('endpoint', TYK.endpointForbidden, {
    reason: reason.replace('{endpoint}', () => `${method} ${quote(paths.at(-1))}`),
    causes: [{ text: cause }],
  })
}

/** What `method_actions` say for a method; `undefined` where they say nothing at all. */
function readAction({ entry }: PathRule, method: string): Members | undefined {
  const actions = readMembers(entry['method_actions'])
  return method in actions ? readMembers(actions[method]) : undefined
}

/** An answer in place of the upstream's; Go's server names the type of a text that has none. */
function readMock({ code, body, headers: given }: Members): Reply {
  const text = typeof body === 'string' ? body : ''
  const headers = Object.entries(readMembers(given)).flatMap(([name, value]) => [
    name,
    String(value),
  ])
  if (text !== '' && readValues(headers, 'content-type').length === 0)
    headers.push('Content-Type', 'text/plain; charset=utf-8')
  return { replied: true, status: readNumber(code) || 200, headers, text }
}

/** Methods whose bodies, if any, Tyk does not count. */
const BODILESS = new Set(['GET', 'DELETE', 'TRACE', 'OPTIONS', 'HEAD'])

/**
 * Judges a request by the size of its body: the gateway's limit, the version's, the endpoint's.
 *
 * @see [Tyk: request size limits](https://tyk.io/docs/api-management/traffic-transformation/request-size-limits/)
 */
export function findSizeProblem(
  rules: EndpointRules,
  { method, paths, rawHeaders }: EndpointRequest,
): Refusal | undefined {
  if (rules.isPlain) return undefined
  const stated = readValues(rawHeaders, 'content-length')[0]
  const size = stated === undefined ? undefined : Number(stated)
  if (rules.maxBodyBytes > 0 && size !== undefined && size > rules.maxBodyBytes)
    return refuseSize(OWN.bodyTooLarge, size, rules.maxBodyBytes)
  if (BODILESS.has(method)) return undefined
  const entry = findPathRule(rules.sizeLimits, method, paths)?.entry
  const limits = [rules.sizeLimit, readNumber(entry?.['size_limit'])].filter((limit) => limit > 0)
  const [first] = limits
  if (first === undefined) return undefined
  if (size === undefined) {
    return refuse('endpoint', TYK.lengthRequired, {
      reason: 'The API limits the size of requests, and this one does not state its own.',
      causes: [{ text: 'The client sends its body in chunks; let it send a Content-Length.' }],
    })
  }
  const exceeded = limits.find((limit) => size > limit)
  return exceeded === undefined ? undefined : refuseSize(TYK.requestTooLarge, size, exceeded)
}

function refuseSize(answer: readonly [number, string], size: number, limit: number): Refusal {
  return refuse('endpoint', answer, {
    reason: `The body has ${size} bytes; the API allows ${limit}.`,
    evidence: [
      { label: 'Content-Length', value: String(size) },
      { label: 'Limit', value: `${limit} bytes` },
    ],
  })
}

function readTimeout(rules: EndpointRules, request: EndpointRequest): number | undefined {
  const entry = findPathRule(rules.timeouts, request.method, request.paths)?.entry
  const seconds = entry ? readTimeoutSeconds(entry) : rules.timeoutSeconds
  return seconds > 0 ? seconds * 1000 : undefined
}

/** `timeout` in whole seconds, or the newer `timeout_duration`, a duration of Go such as `1m500ms`. */
function readTimeoutSeconds({ timeout, timeout_duration: duration }: Members): number {
  return typeof duration === 'string' && duration !== ''
    ? readSeconds(duration)
    : readNumber(timeout)
}
