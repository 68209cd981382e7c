import type { RE2JS } from 're2js'
import { compilePath } from '../go/path-pattern.ts'

/** A path that a policy allows, with its methods. */
export interface AllowedUrl {
  url: string
  /** `undefined` for a pattern that cannot be read; it allows nothing. */
  pattern: RE2JS | undefined
  methods: readonly string[]
}

/**
 * Reads `allowed_urls`; a path is matched from its start to its end, as the shipped tyk.conf sets it.
 * An entry with conditions allows nothing: without them it would allow more than was meant.
 */
export function readAllowedUrls(value: unknown): AllowedUrl[] {
  if (!Array.isArray(value)) return []
  return value.map((entry: unknown) => {
    const { url, methods, conditions } = (entry ?? {}) as Record<string, unknown>
    const text = typeof url === 'string' ? url : ''
    return {
      url: text,
      pattern: hasMembers(conditions) ? undefined : compilePath(text),
      methods: Array.isArray(methods) ? methods.map(String) : [],
    }
  })
}

function hasMembers(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

/** Unites two lists by path. An empty list adds nothing: with Tyk it does not lift a restriction. */
export function mergeAllowedUrls(
  left: readonly AllowedUrl[],
  right: readonly AllowedUrl[],
): AllowedUrl[] {
  const merged = new Map<string, AllowedUrl>()
  for (const entry of [...left, ...right]) {
    // An entry that allows nothing must not add its methods to an entry that does.
    const key = `${entry.pattern ? '' : 'closed '}${entry.url}`
    const known = merged.get(key)
    const methods = known ? [...new Set([...known.methods, ...entry.methods])] : entry.methods
    merged.set(key, { ...entry, methods })
  }
  return [...merged.values()]
}

/** Whether a request may pass; no list allows every path. */
export function isUrlAllowed(
  urls: readonly AllowedUrl[],
  method: string,
  paths: readonly string[],
): boolean {
  return (
    urls.length === 0 ||
    urls.some(
      ({ pattern, methods }) =>
        methods.includes(method) && paths.some((path) => pattern?.matcher(path).find() ?? false),
    )
  )
}
