import { OWN } from '../outcome/own-answers.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Refusal, refuse } from '../outcome/refusal.ts'

export interface RequestPath {
  /** As sent: nothing decoded, nothing resolved. */
  path: string
  /** Without escapes: what the rules of endpoints are held against. */
  decoded: string
  /** Without the question mark; `undefined` when there is none. */
  query: string | undefined
}

const MAX_LENGTH = 8192

/** Segments of plain characters that do not begin with a dot: no trap can hide in them. */
const PLAIN = /^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*\/?$/

const DOTS = /\/(?:\.|%2[Ee]){1,2}(?:(?:;|%3[Bb])[^/]*)?(?:\/|$)/

/** Each spelling that makes one program see another path than the next one. */
const TRAPS: readonly (readonly [RegExp, string])[] = [
  [/^[^/]/, 'does not start with a slash'],
  [/[\\#]/, 'holds a backslash or a #'],
  [/[^\u0021-\u007e]/, 'holds a control character, a space or a byte above 7F'],
  [/%(?![0-9A-Fa-f]{2})/, 'holds a % that starts no escape'],
  [/%(?:[01][0-9A-Fa-f]|7[Ff])/, 'holds an escaped control character'],
  [/%2[Ff]|%5[Cc]/, 'holds an escaped slash or backslash'],
  // Its hexadecimal digits may be escaped themselves.
  [/%25(?:[0-9A-Fa-f]|%(?:3[0-9]|[46][1-6])){2}/, 'is escaped twice'],
  [/\/\//, 'holds an empty segment'],
  [DOTS, 'holds a . or .. segment'],
]

/**
 * Splits a request target and refuses every path with two readings, whether or not its characters
 * are escaped: what passes is sent on in Go's spelling, and no later program resolves it differently.
 *
 * @see [RFC 3986 §6.2.2](https://www.rfc-editor.org/rfc/rfc3986.html#section-6.2.2) where the readings come from
 */
export function readRequestPath(target: string): RequestPath | Refusal {
  if (target.length > MAX_LENGTH) {
    return refuse('route', OWN.pathLength, {
      reason: `The path and query are ${target.length} characters long, more than ${MAX_LENGTH}.`,
    })
  }
  const mark = target.indexOf('?')
  const path = mark === -1 ? target : target.slice(0, mark)
  const query = mark === -1 ? undefined : target.slice(mark + 1)
  if (query === undefined && PLAIN.test(path)) return { path, decoded: path, query }
  const trap = TRAPS.find(([pattern]) => pattern.test(path))?.[1] ?? findQueryTrap(query)
  const decoded = trap === undefined ? decodePath(path) : undefined
  if (decoded !== undefined) return { path, decoded, query }
  return refuse('route', OWN.path, {
    reason: `The path ${trap ?? 'holds escapes that are not UTF-8'}.`,
    evidence: [{ label: 'Path', value: quote(path) }],
    causes: [{ text: 'Write the path plainly: each segment once, no . or .. segments.' }],
  })
}

function findQueryTrap(query: string | undefined): string | undefined {
  if (query === undefined || !/[^\u0021-\u007e]|#/.test(query)) return undefined
  return 'is followed by a query with a #, a control character or a byte above 7F'
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
