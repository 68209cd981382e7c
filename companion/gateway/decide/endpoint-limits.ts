import type { RE2JS } from 're2js'
import { compilePath } from './path-pattern.ts'
import { chooseRate } from './policy-limits.ts'

/** A rate that a policy sets for one endpoint of an API. */
export interface EndpointLimit {
  path: string
  pattern: RE2JS | undefined
  method: string
  rate: number
  perSeconds: number
}

/** Reads the `endpoints` of an access right: `[{ path, methods: [{ name, limit: { rate, per } }] }]`. */
export function readEndpointLimits(value: unknown): EndpointLimit[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((entry: unknown) => {
    const { path, methods } = (entry ?? {}) as { path?: unknown; methods?: unknown }
    if (typeof path !== 'string' || !Array.isArray(methods)) return []
    const pattern = compilePath(path)
    return methods.map((method: { name?: unknown; limit?: { rate?: unknown; per?: unknown } }) => ({
      path,
      pattern,
      method: typeof method.name === 'string' ? method.name : '',
      rate: Number(method.limit?.rate ?? 0),
      perSeconds: Number(method.limit?.per ?? 0),
    }))
  })
}

export function mergeEndpointLimits(
  left: readonly EndpointLimit[],
  right: readonly EndpointLimit[],
): EndpointLimit[] {
  const merged = new Map<string, EndpointLimit>()
  for (const limit of [...left, ...right]) {
    const key = `${limit.method} ${limit.path}`
    const known = merged.get(key)
    merged.set(key, known ? chooseRate(known, limit) : limit)
  }
  return [...merged.values()]
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
