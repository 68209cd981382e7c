import type { ReadApi } from '#shared/tyk/read-api.ts'
import { type Members, readMembers } from '../go/members.ts'
import { readSeconds } from '#shared/tyk/go/go-duration.ts'
import type { OasDefinition } from '#shared/tyk/oas/oas-definition.ts'
import { readMock } from './mock-reply.ts'
import { type MockRule, readOasMocks } from './oas-mock.ts'
import {
  type PathRule,
  findPathRule,
  isPathRuleFor,
  readPathRules,
  readPlainPathRules,
} from './path-rules.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Refusal, isRefusal, refuse } from '../outcome/refusal.ts'
import type { Reply } from '../outcome/reply.ts'
import { TYK } from '../outcome/tyk-answers.ts'

/** The rules of an API's endpoints, apart from access rights. */
export interface EndpointRules {
  /** In Tyk's order: the first one that fits a request decides. */
  access: readonly AccessRule[]
  /** Whether endpoints without a rule are closed. */
  hasAllowList: boolean
  /** What answers after the token and the limits, in place of the upstream. */
  mocks: readonly MockRule[]
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

/** The rules of an API that has none for its endpoints. */
export const PLAIN: EndpointPass = {
  isIgnored: false,
  reply: undefined,
  mock: undefined,
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
  /** What answers a request that passes all else. */
  mock: MockRule | undefined
  /** Milliseconds; `undefined` for the gateway's own. */
  timeoutMs: number | undefined
  /** The endpoint's own rate, in place of the API's. */
  rate: ApiRate | undefined
}

/** How often an API, or one endpoint of it, may be called by all callers together. */
export interface ApiRate {
  /** The owner of the counter: empty for the whole API. */
  key: string
  rate: number
  perSeconds: number
}

type Version = ReadApi['version_data']['versions'][string]

interface EndpointSettings {
  maxBodyBytes: number
  /** The document of an OAS API. */
  document: OasDefinition | undefined
}

/** Reads the rules of one version; `undefined` when the API has none. */
export function readEndpointRules(
  version: Version | undefined,
  { maxBodyBytes, document }: EndpointSettings,
): EndpointRules {
  const own: Members = version ?? {}
  const lists = own['use_extended_paths'] === false ? {} : readMembers(own['extended_paths'])
  const { mock_response: mocks, ...others } = lists
  const ignoresCase = own['ignore_endpoint_case'] === true
  const access = [
    ...readAccess(document ? others : lists, ignoresCase),
    // Where nothing says which lists count, all do: an existing block list blocks.
    ...(own['use_extended_paths'] === true ? [] : readPlainAccess(readMembers(own['paths']))),
  ]
  const isTimed = own['global_enforce_timeout_disabled'] !== true
  const isSized = own['global_size_limit_disabled'] !== true
  const rules = {
    access,
    mocks: document ? readOasMocks(mocks, { document, ignoresCase }) : [],
    sizeLimits: readPathRules(lists['size_limits']),
    rates: readPathRules(lists['rate_limit']),
    timeouts: readPathRules(lists['hard_timeouts']),
    sizeLimit: isSized ? readNumber(own['global_size_limit']) : 0,
    timeoutSeconds: isTimed ? readDuration(own['global_enforce_timeout']) : 0,
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
  return {
    ...access,
    mock: rules.mocks.find(({ rule }) => isPathRuleFor(rule, method, paths)),
    timeoutMs: readTimeout(rules, request),
    rate: findRate(rules, request),
  }
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

type Access = Pick<EndpointPass, 'isIgnored' | 'reply'>

const OPEN: Access = { isIgnored: false, reply: undefined }

function judgeAccess({ kind, rule }: AccessRule, request: EndpointRequest): Access | Refusal {
  if (kind === 'mocked') return { isIgnored: false, reply: readMock(rule.entry) }
  const action = readAction(rule, request.method)
  if (action?.['action'] === 'reply') {
    const { code, data, headers } = action
    return { isIgnored: kind === 'ignored', reply: readMock({ code, body: data, headers }) }
  }
  if (action && action['action'] !== 'no_action') {
    const facts = { endpoint: nameEndpoint(request), action: quote(action['action']) }
    return refuse('endpoint', TYK.endpointForbidden, {
      code: 'ENDPOINT_ACTION_UNKNOWN',
      facts,
      causes: [{ code: 'DEFINITION_ACTION_UNKNOWN' }],
    })
  }
  if (kind === 'internal')
    return refuseEndpoint(request, 'ENDPOINT_INTERNAL', 'DEFINITION_INTERNAL')
  if (kind === 'blocked') return refuseEndpoint(request, 'ENDPOINT_BLOCKED', 'DEFINITION_BLOCKS')
  return { ...OPEN, isIgnored: kind === 'ignored' }
}

function judgeUnnamed({ hasAllowList }: EndpointRules, request: EndpointRequest): Access | Refusal {
  return hasAllowList
    ? refuseEndpoint(request, 'ENDPOINT_NOT_ALLOWED', 'DEFINITION_ALLOWS_SOME')
    : OPEN
}

function nameEndpoint({ method, paths }: EndpointRequest): string {
  return `${method} ${quote(paths.at(-1))}`
}

function refuseEndpoint(
  request: EndpointRequest,
  code: 'ENDPOINT_INTERNAL' | 'ENDPOINT_BLOCKED' | 'ENDPOINT_NOT_ALLOWED',
  cause: 'DEFINITION_INTERNAL' | 'DEFINITION_BLOCKS' | 'DEFINITION_ALLOWS_SOME',
): Refusal {
  const facts = { endpoint: nameEndpoint(request) }
  return refuse('endpoint', TYK.endpointForbidden, { code, facts, causes: [{ code: cause }] })
}

/** What `method_actions` say for a method; `undefined` where they say nothing at all. */
function readAction({ entry }: PathRule, method: string): Members | undefined {
  const actions = readMembers(entry['method_actions'])
  return method in actions ? readMembers(actions[method]) : undefined
}

function readTimeout(rules: EndpointRules, request: EndpointRequest): number | undefined {
  const entry = findPathRule(rules.timeouts, request.method, request.paths)?.entry
  const seconds = entry ? readTimeoutSeconds(entry) : rules.timeoutSeconds
  return seconds > 0 ? Math.min(seconds * 1000, LONGEST_MS) : undefined
}

/** `timeout` in whole seconds, or the newer `duration`, as Go writes it: `1m500ms`. */
function readTimeoutSeconds({ timeout, duration }: Members): number {
  return readDuration(duration) || readNumber(timeout)
}

/** Seconds of a duration of Go; 0 for none, and for less than nothing. */
function readDuration(value: unknown): number {
  return typeof value === 'string' ? Math.max(0, readSeconds(value)) : 0
}

/** What a timer can wait. */
const LONGEST_MS = 2_147_483_647
