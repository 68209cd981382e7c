import type { RE2JS } from 're2js'
import { compilePattern } from '../go/path-pattern.ts'

/** A parameter with or without a pattern. */
const PARAMETER = /\{\w+(?::([^{}/\s]+))?\}/g
const ANY_PARAMETER = /\{\w+(?::[^{}/\s]+)?\}/

/** A listen path with parameters, such as `/orgs/{id}/` or `/items/{id:[0-9]+}/`. */
export interface ListenPattern {
  pattern: RE2JS
  /** Characters that are not parameters: of two patterns that fit, the longer one counts. */
  weight: number
  /** Then it takes what is behind the slash, and not the path without it. */
  endsWithSlash: boolean
}

/**
 * @returns `undefined` when a parameter's own pattern is not Go's.
 * @see [gorilla/mux: matching routes](https://github.com/gorilla/mux#matching-routes) the router of Tyk
 */
export function compileListenPath(listenPath: string): ListenPattern | undefined {
  const path = listenPath.replace(/\/$/, '')
  const literals = path.split(ANY_PARAMETER)
  const parameters = [...path.matchAll(PARAMETER)].map(([, own = '[^/]+']) => `(?:${own})`)
  const source = literals.map((text, at) => escape(text) + (parameters[at] ?? '')).join('')
  const endsWithSlash = path !== listenPath
  const pattern = compilePattern(`^${source}${endsWithSlash ? '/' : ''}`)
  return pattern && { pattern, weight: literals.join('').length, endsWithSlash }
}

/** The text at the start of a path that the pattern takes, whole segments only, without a final slash. */
export function matchListenPath(
  { pattern, endsWithSlash }: ListenPattern,
  path: string,
): string | undefined {
  const matcher = pattern.matcher(path)
  if (!matcher.find()) return undefined
  const end = matcher.end()
  if (endsWithSlash) return path.slice(0, end - 1)
  return end === path.length || path[end] === '/' ? path.slice(0, end) : undefined
}

/** Two listen paths that differ in the names of their parameters alone are one. */
export function normalizeListenPath(listenPath: string): string {
  return listenPath.replace(/\/$/, '').replaceAll(/\{\w+/g, '{')
}

function escape(text: string): string {
  return text.replaceAll(/[.~-]/g, (mark) => `\\${mark}`)
}
