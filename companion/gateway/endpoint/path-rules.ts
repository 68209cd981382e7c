import type { RE2JS } from 're2js'
import { compilePath } from '../go/path-pattern.ts'

type Members = Record<string, unknown>

/** One entry of Tyk's `extended_paths`. */
export interface PathRule {
  pattern: RE2JS | undefined
  /** Empty: all. */
  methods: readonly string[]
  entry: Members
}

/**
 * Reads a list of `extended_paths`. A path is matched from its start to its end, as the shipped
 * tyk.conf sets it; `{id}` stands for one segment.
 *
 * @param ignoresCase - Whether the version ignores letter case in all of its lists.
 */
export function readPathRules(value: unknown, ignoresCase = false): PathRule[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item: unknown) => {
    const entry = (typeof item === 'object' && item !== null ? item : {}) as Members
    const methods = readMethods(entry)
    if (typeof entry['path'] !== 'string' || entry['disabled'] === true || !methods) return []
    const flags = ignoresCase || entry['ignore_case'] === true ? '(?i)' : ''
    return { pattern: compilePath(entry['path'], flags), methods, entry }
  })
}

/** Reads a list of the older `paths`, which are texts and hold for all methods. */
export function readPlainPathRules(value: unknown): PathRule[] {
  return Array.isArray(value) ? readPathRules(value.map((path: unknown) => ({ path }))) : []
}

/** @returns `undefined` for actions of no method at all: with Tyk such an entry fits no request. */
function readMethods({ method, method_actions }: Members): string[] | undefined {
  const actions =
    typeof method_actions === 'object' && method_actions ? Object.keys(method_actions) : undefined
  if (actions && actions.length > 0) return actions
  if (typeof method === 'string' && method !== '') return [method]
  return actions ? undefined : []
}

export function isPathRuleFor(
  { pattern, methods }: PathRule,
  method: string,
  paths: readonly string[],
): boolean {
  return (
    (methods.length === 0 || methods.includes(method)) &&
    paths.some((path) => pattern?.matcher(path).find() ?? false)
  )
}

export function findPathRule(
  rules: readonly PathRule[],
  method: string,
  paths: readonly string[],
): PathRule | undefined {
  return rules.find((rule) => isPathRuleFor(rule, method, paths))
}
