/** Members with data of users or of other formats, in which a null keeps its meaning. */
const KEPT = new Set([
  'config_data',
  'meta_data',
  'oas',
  'schema',
  'graphql',
  'handler_meta',
  'variables',
])

/** No Tyk definition is nested deeper; deeper values stay unchanged. */
const MAX_DEPTH = 32

/**
 * Reads a definition as Go does: a member that is null is one that was left out. Tyk writes null for
 * each list and object that it has not been given.
 *
 * @see [Go: encoding/json](https://pkg.go.dev/encoding/json#Unmarshal)
 */
export function dropNulls<T>(value: T, depth = 0): T {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return value
  if (Array.isArray(value)) return value.map((item: unknown) => dropNulls(item, depth + 1)) as T
  const entries = Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    if (member === null) return []
    return [[name, KEPT.has(name) ? member : dropNulls(member, depth + 1)] as const]
  })
  return Object.fromEntries(entries) as T
}
