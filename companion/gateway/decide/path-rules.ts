import type { RE2JS } from 're2js'
import { compilePattern } from './allowed-urls.ts'

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
 */
export function readPathRules(value: unknown): PathRule[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item: unknown) => {
    const entry = (typeof item === 'object' && item !== null ? item : {}) as Members
    if (typeof entry['path'] !== 'string' || entry['disabled'] === true) return []
    const flags = entry['ignore_case'] === true ? '(?i)' : ''
    return { pattern: compilePath(entry['path'], flags), methods: readMethods(entry), entry }
  })
}

/** `undefined` for a path whose pattern is not Go's; such a rule matches nothing. */
export function compilePath(path: string, flags = ''): RE2JS | undefined {
  const whole = path.replaceAll(/\{[^{}]*[A-Za-z][^{}]*\}/g, '[^/]+')
  return compilePattern(`${flags}^${whole.replace(/^\^/, '').replace(/\$$/, '')}$`)
}

function readMethods({ method, method_actions }: Members): string[] {
  if (typeof method_actions === 'object' && method_actions !== null) {
    const names = Object.keys(method_actions)
    if (names.length > 0) return names
  }
  return typeof method === 'string' && method !== '' ? [method] : []
}

export function findPathRule(
  rules: readonly PathRule[],
  method: string,
  paths: readonly string[],
): PathRule | undefined {
  return rules.find(
    ({ pattern, methods }) =>
      (methods.length === 0 || methods.includes(method)) &&
      paths.some((path) => pattern?.matcher(path).find() ?? false),
  )
}
