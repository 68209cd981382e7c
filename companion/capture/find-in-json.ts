import type { Found, TokenLabel } from './found.ts'

const TOKEN_LABELS: readonly TokenLabel[] = ['access_token', 'refresh_token', 'id_token']
const SECRETS = ['client_secret', 'registration_access_token']
/** A hostile text may nest as deep as it likes. */
const DEEPEST = 12

/**
 * Clients and tokens of a JSON value, at any depth: the answer of a registration or of a token endpoint
 * may be wrapped.
 *
 * @see [RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.1)
 * @see [RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1)
 */
export function findInJson(value: unknown, source: string, depth = 0): Found[] {
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item) => findInJson(item, source, depth + 1))
  const members = value as Record<string, unknown>
  const own = [...findClient(members, source), ...findTokens(members, source)]
  if (own.length > 0) return own
  return Object.values(members).flatMap((item) => findInJson(item, source, depth + 1))
}

/** A text of a form: `client_id=…&client_secret=…`. */
export function findInForm(fields: Iterable<[string, string]>, source: string): Found[] {
  return findInJson(Object.fromEntries(fields), source)
}

function findClient(members: Record<string, unknown>, source: string): Found[] {
  const { client_id } = members
  if (!isFilled(client_id) || !SECRETS.some((name) => isFilled(members[name]))) return []
  return [{ kind: 'client', source, information: { ...members, client_id } }]
}

function findTokens(members: Record<string, unknown>, source: string): Found[] {
  return TOKEN_LABELS.flatMap((label): Found[] => {
    const value = members[label]
    return isFilled(value) ? [{ kind: 'token', source, label, value }] : []
  })
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}
