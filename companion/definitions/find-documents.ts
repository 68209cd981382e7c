type Members = Record<string, unknown>

export type DocumentKind = 'oas' | 'api' | 'policy' | 'unknown'

/** One definition in what a person has. */
export interface FoundDocument {
  kind: DocumentKind
  value: Members
  /** Where it is: the path of the import's own list and of what it is wrapped in. */
  field: string
  /** The key it has in a map, which is the id of a policy there. */
  key?: string
}

/** Members of wrappers that hold definitions: Tyk's Dashboard, tyk-sync and the gateway's own lists. */
const WRAPPERS = `oas api_definition apis policies policy plans products data definitions`.split(
  ' ',
)

/** Members that policies have and APIs do not; those of portal plans and products have no access rights. */
const POLICY_MEMBERS = [
  'access_rights',
  'partitions',
  'quota_max',
  'quota_renewal_rate',
  'key_expires_in',
  'is_inactive',
  'rate',
  'hmac_enabled',
]

/** No wrapper is nested deeper. */
const MAX_DEPTH = 5

/** Finds the definitions in lists, in wrappers, and in maps such as the gateway's own `policies.json`. */
export function findDocuments(value: unknown, field: string, depth = 0): FoundDocument[] {
  if (Array.isArray(value))
    return value.flatMap((item, at) => findDocuments(item, `${field}.${at}`, depth + 1))
  if (!isMembers(value)) return [{ kind: 'unknown', value: {}, field }]
  const kind = findKind(value)
  if (kind !== 'unknown' || depth > MAX_DEPTH) return [{ kind, value, field }]
  const wrapped = findWrapped(value)
  if (wrapped.length > 0)
    return wrapped.flatMap(([name, inner]) => findDocuments(inner, `${field}.${name}`, depth + 1))
  const entries = Object.entries(value)
  const isMap = entries.length > 0 && entries.every(([, item]) => findKind(item) !== 'unknown')
  if (!isMap) return [{ kind, value, field }]
  return entries.flatMap(([key, item]) =>
    findDocuments(item, `${field}.${key}`, depth + 1).map((found) => ({ ...found, key })),
  )
}

function findKind(value: unknown): DocumentKind {
  if (!isMembers(value)) return 'unknown'
  const names = new Set(Object.keys(value).map((name) => name.toLowerCase()))
  if (names.has('x-tyk-api-gateway')) return 'oas'
  if (names.has('proxy') || (names.has('api_id') && names.has('version_data'))) return 'api'
  return POLICY_MEMBERS.some((name) => names.has(name)) ? 'policy' : 'unknown'
}

/** Of an OAS API the Dashboard wraps both forms; the document says more. */
function findWrapped(value: Members): [name: string, inner: unknown][] {
  const wrapped = Object.entries(value).filter(
    ([name, inner]) =>
      WRAPPERS.includes(name.toLowerCase()) &&
      (Array.isArray(inner) || (isMembers(inner) && Object.keys(inner).length > 0)),
  )
  const hasDocument = wrapped.some(([name]) => name.toLowerCase() === 'oas')
  return wrapped.filter(([name]) => !hasDocument || name.toLowerCase() !== 'api_definition')
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
