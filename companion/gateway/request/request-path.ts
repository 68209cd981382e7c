import type { Word } from '#shared/messages/catalogue.ts'
import { OWN } from '../outcome/own-answers.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Refusal, refuse } from '../outcome/refusal.ts'

export interface RequestPath {
  /** As sent: nothing decoded, nothing resolved. */
  path: string
  /** Without escapes, for the comparison with the rules of endpoints. */
  decoded: string
  /** Without the question mark; `undefined` when there is none. */
  query: string | undefined
}

const MAX_LENGTH = 8192

/** Segments of plain characters that do not begin with a dot: no trap can hide in them. */
const PLAIN = /^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*\/?$/

const DOTS = /\/(?:\.|%2[Ee]){1,2}(?:(?:;|%3[Bb])[^/]*)?(?:\/|$)/

type Trap = Extract<Word['code'], `PATH_${string}`>

/** Each spelling that makes one program see another path than the next one. */
const TRAPS: readonly (readonly [RegExp, Trap])[] = [
  [/^[^/]/, 'PATH_NO_SLASH'],
  [/[\\#]/, 'PATH_BACKSLASH'],
  [/[^\u0021-\u007e]/, 'PATH_CONTROL'],
  [/%(?![0-9A-Fa-f]{2})/, 'PATH_STRAY_PERCENT'],
  [/%(?:[01][0-9A-Fa-f]|7[Ff])/, 'PATH_ESCAPED_CONTROL'],
  [/%2[Ff]|%5[Cc]/, 'PATH_ESCAPED_SLASH'],
  // Its hexadecimal digits may be escaped themselves.
  [/%25(?:[0-9A-Fa-f]|%(?:3[0-9]|[46][1-6])){2}/, 'PATH_ESCAPED_TWICE'],
  [/\/\//, 'PATH_EMPTY_SEGMENT'],
  [DOTS, 'PATH_DOTS'],
]

/**
 * Splits a request target and refuses every path with two readings, whether or not its characters
 * are escaped, or sends its caller to the one with empty and dotted segments resolved, as Tyk does: what passes is sent on in Go's spelling, and no later program resolves it differently.
 *
 * @see [RFC 3986 §6.2.2](https://www.rfc-editor.org/rfc/rfc3986.html#section-6.2.2) where the readings come from
 */
export function readRequestPath(target: string): RequestPath | Refusal {
  if (target.length > MAX_LENGTH) {
    return refuse('route', OWN.pathLength, {
      code: 'PATH_TOO_LONG',
      facts: { length: target.length, limit: MAX_LENGTH },
    })
  }
  const mark = target.indexOf('?')
  const path = mark === -1 ? target : target.slice(0, mark)
  const query = mark === -1 ? undefined : target.slice(mark + 1)
  if (query === undefined && PLAIN.test(path)) return { path, decoded: path, query }
  const trap = findQueryTrap(query) ?? TRAPS.find(([pattern]) => pattern.test(path))?.[1]
  if (trap === 'PATH_EMPTY_SEGMENT' || trap === 'PATH_DOTS') {
    const location = findLocation(path, query)
    if (location !== undefined) return refuseMoved(path, trap, location)
  }
  const decoded = trap === undefined ? decodePath(path) : undefined
  if (decoded !== undefined) return { path, decoded, query }
  return refuse('route', OWN.path, {
    code: 'PATH_AMBIGUOUS',
    facts: { problem: { code: trap ?? 'PATH_NOT_UTF8' } },
    evidence: [{ label: 'path', value: quote(path) }],
    causes: [{ code: 'PATH_NOT_PLAIN' }],
  })
}

/**
 * The cleaned spelling of a path with empty or dotted segments, and its query; `undefined` where cleaning
 * leaves something to read in two ways.
 *
 * @see [gorilla/mux](https://github.com/gorilla/mux/blob/v1.8.1/mux.go) `cleanPath`
 */
function findLocation(path: string, query: string | undefined): string | undefined {
  const segments: string[] = []
  for (const segment of path.replaceAll(/%2[Ee]/g, '.').split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment)
  }
  const end = segments.length > 0 && path.endsWith('/') ? '/' : ''
  const cleaned = `/${segments.join('/')}${end}`
  if (cleaned === path || TRAPS.some(([pattern]) => pattern.test(cleaned))) return undefined
  return query === undefined ? cleaned : `${cleaned}?${query}`
}

function refuseMoved(path: string, trap: Trap, location: string): Refusal {
  return refuse('route', OWN.moved, {
    code: 'PATH_AMBIGUOUS',
    facts: { problem: { code: trap } },
    evidence: [{ label: 'path', value: quote(path) }],
    causes: [{ code: 'PATH_NOT_PLAIN' }],
    location,
  })
}

function findQueryTrap(query: string | undefined): Trap | undefined {
  if (query === undefined || !/[^\u0021-\u007e]|#/.test(query)) return undefined
  return 'PATH_QUERY'
}

/** @returns `undefined` for escapes that are not UTF-8. */
function decodePath(path: string): string | undefined {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/** Whether a path has a . or .. segment: `/api../x` has none, but what is behind `/api` in it does. */
export function hasDots(path: string): boolean {
  return DOTS.test(path)
}

/** A part of a path that was taken, without escapes. */
export function decodePart(part: string): string {
  return part.includes('%') ? decodeURIComponent(part) : part
}
