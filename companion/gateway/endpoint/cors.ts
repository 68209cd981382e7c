import type { Reply } from '../outcome/reply.ts'
import { readValues } from '../request/framing.ts'

/** Tyk's `CORS` member, read once. */
export interface CorsRules {
  origins: readonly string[]
  methods: readonly string[]
  /** Lower case; `*` for all. */
  headers: readonly string[]
  exposed: string
  hasCredentials: boolean
  maxAgeSeconds: number
  /** The upstream answers preflights itself. */
  isPassedThrough: boolean
  /** Whether every `OPTIONS` request ends here, as with Tyk, or preflights alone. */
  takesEveryOptions: boolean
}

/** What CORS adds to an answer, and the answer itself for a preflight. */
export interface CorsOutcome {
  /** `undefined` where the upstream's own fields count. */
  headers: readonly string[] | undefined
  preflight: Reply | undefined
}

/** @returns `undefined` when the API has CORS switched off. */
export function readCorsRules(value: unknown): CorsRules | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const cors = value as Record<string, unknown>
  if (cors['enable'] !== true) return undefined
  return {
    origins: readTexts(cors['allowed_origins'], ['*']),
    methods: readTexts(cors['allowed_methods'], ['GET', 'POST', 'HEAD']),
    headers: readTexts(cors['allowed_headers'], [
      'Accept',
      'Content-Type',
      'X-Requested-With',
      'Origin',
    ]).map((name) => name.toLowerCase()),
    exposed: readTexts(cors['exposed_headers'], []).join(', '),
    hasCredentials: cors['allow_credentials'] === true,
    maxAgeSeconds: typeof cors['max_age'] === 'number' ? cors['max_age'] : 0,
    isPassedThrough: cors['options_passthrough'] === true,
    takesEveryOptions: true,
  }
}

function readTexts(value: unknown, otherwise: readonly string[]): string[] {
  return Array.isArray(value) && value.length > 0 ? value.map(String) : [...otherwise]
}

/**
 * Answers a preflight, or says what an ordinary answer gets. A foreign origin gets nothing, which is
 * how the browser learns that it may not.
 *
 * @see [Fetch: CORS protocol](https://fetch.spec.whatwg.org/#http-cors-protocol)
 * @see [Tyk: CORS](https://tyk.io/docs/tyk-apis/tyk-gateway-api/api-definition-objects/cors/)
 */
export function applyCors(
  rules: CorsRules,
  { method, rawHeaders }: { method: string; rawHeaders: readonly string[] },
): CorsOutcome {
  const origin = readValues(rawHeaders, 'origin')[0]
  const wanted = readValues(rawHeaders, 'access-control-request-method')[0]
  if (method === 'OPTIONS' && wanted !== undefined) {
    if (rules.isPassedThrough) return { headers: undefined, preflight: undefined }
    const headers = describePreflight(rules, { origin, wanted, rawHeaders })
    return { headers: [], preflight: { replied: true, status: 204, headers, text: '' } }
  }
  const headers = describeActual(rules, origin, method)
  const isTaken = method === 'OPTIONS' && !rules.isPassedThrough && rules.takesEveryOptions
  if (!isTaken) return { headers, preflight: undefined }
  // With Tyk every OPTIONS request ends here, also one that is no preflight.
  return { headers: [], preflight: { replied: true, status: 200, headers, text: '' } }
}

function describeActual(rules: CorsRules, origin: string | undefined, method: string): string[] {
  const headers = ['Vary', 'Origin']
  const isMethodAllowed = method === 'OPTIONS' || rules.methods.includes(method)
  if (origin === undefined || !isAllowedOrigin(rules, origin) || !isMethodAllowed) return headers
  headers.push('Access-Control-Allow-Origin', nameOrigin(rules, origin))
  if (rules.exposed !== '') headers.push('Access-Control-Expose-Headers', rules.exposed)
  if (rules.hasCredentials) headers.push('Access-Control-Allow-Credentials', 'true')
  return headers
}

interface Preflight {
  origin: string | undefined
  wanted: string
  rawHeaders: readonly string[]
}

const VARY = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers'

function describePreflight(rules: CorsRules, { origin, wanted, rawHeaders }: Preflight): string[] {
  const headers = ['Vary', VARY]
  const names = readValues(rawHeaders, 'access-control-request-headers').join(',')
  const isAllowed =
    origin !== undefined &&
    isAllowedOrigin(rules, origin) &&
    (wanted === 'OPTIONS' || rules.methods.includes(wanted)) &&
    areHeadersAllowed(rules, names)
  if (!isAllowed) return headers
  headers.push('Access-Control-Allow-Origin', nameOrigin(rules, origin))
  headers.push('Access-Control-Allow-Methods', wanted)
  if (names !== '') headers.push('Access-Control-Allow-Headers', names)
  if (rules.hasCredentials) headers.push('Access-Control-Allow-Credentials', 'true')
  if (rules.maxAgeSeconds > 0) headers.push('Access-Control-Max-Age', String(rules.maxAgeSeconds))
  return headers
}

/** As many empty members of a list as rs/cors takes. */
const MAX_EMPTY = 16

/**
 * Browsers ask in lower case, in order, and once for each field; the library of Tyk 5.14 takes nothing else.
 *
 * @see [Fetch: CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch-0)
 * @see [rs/cors](https://github.com/rs/cors/blob/v1.11.1/internal/sortedset.go) `SortedSet.Accepts`
 */
function areHeadersAllowed({ headers }: CorsRules, names: string): boolean {
  if (headers.includes('*')) return true
  const asked = names.split(',').map((name) => name.replace(/^[ \t]/, '').replace(/[ \t]$/, ''))
  const named = asked.filter((name) => name !== '')
  if (asked.length - named.length > MAX_EMPTY) return false
  return named.every(
    (name, at) =>
      (name === 'origin' || headers.includes(name)) && (at === 0 || name > (named[at - 1] ?? '')),
  )
}

/** The first `*` in an origin stands for any text, as in `https://*.example.com`. */
function isAllowedOrigin({ origins }: CorsRules, origin: string): boolean {
  const asked = origin.toLowerCase()
  return origins.some((text) => {
    const allowed = text.toLowerCase()
    const star = allowed.indexOf('*')
    if (star === -1) return allowed === asked
    const isLong = asked.length >= allowed.length - 1
    return (
      isLong && asked.startsWith(allowed.slice(0, star)) && asked.endsWith(allowed.slice(star + 1))
    )
  })
}

/** A star stays a star even with credentials: then browsers refuse, which keeps other sites out. */
function nameOrigin({ origins }: CorsRules, origin: string): string {
  return origins.includes('*') ? '*' : origin
}
