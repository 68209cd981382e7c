import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { OWN } from './own-answers.ts'
import { type PathRule, findPathRule, readPathRules } from './path-rules.ts'
import { type Refusal, quote, refuse } from './refusal.ts'
import type { Reply } from './reply.ts'
import { TYK } from './tyk-answers.ts'
import { readValues } from './wire-guard.ts'

/** What an API says about its endpoints, apart from who may call them. */
export interface EndpointRules {
  blocked: readonly PathRule[]
  allowed: readonly PathRule[]
  ignored: readonly PathRule[]
  sizeLimits: readonly PathRule[]
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

const PLAIN: EndpointPass = { isIgnored: false, reply: undefined, timeoutMs: undefined }

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
}

type Members = Record<string, unknown>

/** Reads the rules of the version `Default`, or of the only one there is. */
export function readEndpointRules(
  { version_data }: ApiDefinition,
  maxBodyBytes: number,
): EndpointRules {
  const { versions } = version_data
  const version: Members = versions['Default'] ?? Object.values(versions)[0] ?? {}
  const lists =
    version['use_extended_paths'] === false ? {} : readMembers(version['extended_paths'])
  const isTimed = version['global_enforce_timeout_disabled'] !== true
  const isSized = version['global_size_limit_disabled'] !== true
  const rules = {
    blocked: readPathRules(lists['black_list']),
    allowed: readPathRules(lists['white_list']),
    ignored: readPathRules(lists['ignored']),
    sizeLimits: readPathRules(lists['size_limits']),
    timeouts: readPathRules(lists['hard_timeouts']),
    sizeLimit: isSized ? readNumber(version['global_size_limit']) : 0,
    timeoutSeconds: isTimed ? readNumber(version['global_enforce_timeout']) : 0,
    maxBodyBytes,
  }
  return { ...rules, isPlain: Object.values(rules).every(isSilent) }
}

function isSilent(value: readonly PathRule[] | number): boolean {
  return typeof value === 'number' ? value === 0 : value.length === 0
}

function readMembers(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {}
}

function readNumber(value: unknown): number {
  return typeof value === 'number' && value > 0 ? value : 0
}

/**
 * Judges a request by the endpoint it goes to: block list, ignore list, allow list, size.
 *
 * @see [Tyk: allow list](https://tyk.io/docs/api-management/traffic-transformation/allow-list/)
 * @see [Tyk: request size limits](https://tyk.io/docs/api-management/traffic-transformation/request-size-limits/)
 */
export function judgeEndpoint(
  rules: EndpointRules,
  request: EndpointRequest,
): EndpointPass | Refusal {
  if (rules.isPlain) return PLAIN
  const { method, paths } = request
  const refusal = findListProblem(rules, request) ?? findSizeProblem(rules, request)
  if (refusal) return refusal
  const ignored = findPathRule(rules.ignored, method, paths)
  return {
    isIgnored: ignored !== undefined,
    reply: ignored && readReply(ignored, method),
    timeoutMs: readTimeout(rules, request),
  }
}

function findListProblem(
  { blocked, allowed, ignored }: EndpointRules,
  { method, paths }: EndpointRequest,
): Refusal | undefined {
  const path = quote(paths.at(-1))
  if (findPathRule(blocked, method, paths)) {
    return refuse('endpoint', TYK.endpointForbidden, {
      reason: `The block list of the API names ${method} ${path}.`,
      causes: [{ text: 'The API definition blocks this endpoint (black_list).' }],
    })
  }
  const isFree = allowed.length === 0 || findPathRule([...allowed, ...ignored], method, paths)
  if (isFree) return undefined
  return refuse('endpoint', TYK.endpointForbidden, {
    reason: `The allow list of the API has no entry for ${method} ${path}.`,
    causes: [{ text: 'The API definition allows some endpoints only (white_list).' }],
  })
}

/** Methods whose bodies, if any, Tyk does not count. */
const BODILESS = new Set(['GET', 'DELETE', 'TRACE', 'OPTIONS', 'HEAD'])

function findSizeProblem(rules: EndpointRules, request: EndpointRequest): Refusal | undefined {
  const { method, paths, rawHeaders } = request
  const stated = readValues(rawHeaders, 'content-length')[0]
  const size = stated === undefined ? undefined : Number(stated)
  if (rules.maxBodyBytes > 0 && size !== undefined && size > rules.maxBodyBytes)
    return refuseSize(OWN.bodyTooLarge, size, rules.maxBodyBytes)
  if (BODILESS.has(method)) return undefined
  const entry = findPathRule(rules.sizeLimits, method, paths)?.entry
  const limit = entry ? readNumber(entry['size_limit']) : rules.sizeLimit
  if (limit === 0) return undefined
  if (size === undefined) {
    return refuse('endpoint', TYK.lengthRequired, {
      reason: 'The API limits the size of requests, and this one does not state its own.',
      causes: [{ text: 'The client sends its body in chunks; let it send a Content-Length.' }],
    })
  }
  return size > limit ? refuseSize(TYK.requestTooLarge, size, limit) : undefined
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
  const seconds = entry ? readNumber(entry['timeout']) : rules.timeoutSeconds
  return seconds > 0 ? seconds * 1000 : undefined
}

/** An ignored endpoint may answer by itself: `method_actions: { GET: { action: 'reply', code, data } }`. */
function readReply({ entry }: PathRule, method: string): Reply | undefined {
  const action = readMembers(readMembers(entry['method_actions'])[method])
  if (action['action'] !== 'reply') return undefined
  const headers = Object.entries(readMembers(action['headers'])).flatMap(([name, value]) => [
    name,
    String(value),
  ])
  const status = readNumber(action['code']) || 200
  return {
    replied: true,
    status,
    headers,
    text: typeof action['data'] === 'string' ? action['data'] : '',
  }
}
