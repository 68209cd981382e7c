import type { RE2JS } from 're2js'
import { compilePath } from '../go/path-pattern.ts'
import { secondsPerRequest } from './policy-limits.ts'

/** A rate that a policy sets for one endpoint of an API. */
export interface EndpointLimit {
  path: string
  pattern: RE2JS | undefined
  /** In capitals. */
  method: string
  rate: number
  perSeconds: number
}

/**
 * Reads the `endpoints` of an access right: `[{ path, methods: [{ name, limit: { rate, per } }] }]`.
 * Tyk takes the names of methods in any case.
 */
export function readEndpointLimits(value: unknown): EndpointLimit[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((entry: unknown) => {
    const { path, methods } = (entry ?? {}) as { path?: unknown; methods?: unknown }
    if (typeof path !== 'string' || !Array.isArray(methods)) return []
    const pattern = compilePath(path)
    return methods.map((method: { name?: unknown; limit?: { rate?: unknown; per?: unknown } }) => ({
      path,
      pattern,
      method: typeof method.name === 'string' ? method.name.toUpperCase() : '',
      rate: Number(method.limit?.rate ?? 0),
      perSeconds: Number(method.limit?.per ?? 0),
    }))
  })
}

/**
 * Unites two lists; of two rates for one endpoint the one that allows more counts. Without a list on
 * one side the other keeps its order, else paths are sorted, as in Tyk: the first that fits counts.
 */
export function mergeEndpointLimits(
  own: readonly EndpointLimit[],
  known: readonly EndpointLimit[],
): readonly EndpointLimit[] {
  if (known.length === 0) return own
  const merged = indexLimits(own)
  for (const [key, limit] of indexLimits(known)) {
    const other = merged.get(key)
    merged.set(key, other && !allowsMore(limit, other) ? other : limit)
  }
  return [...merged.values()].sort(compareLimits)
}

/** Of two for one endpoint in one list the later one counts. */
function indexLimits(limits: readonly EndpointLimit[]): Map<string, EndpointLimit> {
  return new Map(limits.map((limit) => [`${limit.method} ${limit.path}`, limit]))
}

/** No limit allows most; of two rates that come to the same the one with more requests at once. */
function allowsMore(left: EndpointLimit, right: EndpointLimit): boolean {
  const difference = secondsPerRequest(right) - secondsPerRequest(left)
  return difference > 0 || (difference === 0 && left.rate > right.rate)
}

function compareLimits(left: EndpointLimit, right: EndpointLimit): number {
  return compare(left.path, right.path) || compare(left.method, right.method)
}

function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1
}

export function findEndpointLimit(
  limits: readonly EndpointLimit[],
  method: string,
  path: string,
): EndpointLimit | undefined {
  return limits.find(
    (limit) => limit.method === method && (limit.pattern?.matcher(path).find() ?? false),
  )
}
