import type { RowAnswer } from './run-row.ts'

/** An answer without what is another one each time: ids, secrets, tokens, times and places. */
export interface DescribedAnswer {
  status: number
  headers: Record<string, string>
  body: unknown
}

/** The headers that a client acts on. */
const HEADERS = [
  'content-type',
  'location',
  'www-authenticate',
  'cache-control',
  'pragma',
  'access-control-allow-origin',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-max-age',
  'access-control-allow-credentials',
  'access-control-expose-headers',
]

/** Members that are secret, or another one each time. */
const MASKED: Readonly<Record<string, string>> = {
  client_secret: '<secret>',
  registration_access_token: '<token>',
  refresh_token: '<token>',
  id_token: '<token>',
  device_code: '<code>',
  user_code: '<code>',
  request_uri: '<request>',
  session_state: '<id>',
  sid: '<id>',
  sub: '<id>',
  client_id_issued_at: '<time>',
  exp: '<time>',
  iat: '<time>',
  auth_time: '<time>',
  public_key: '<key>',
}

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** @param base - What stands before `/realms/lab` at this server. */
export function describeAnswer(answer: RowAnswer, base: string): DescribedAnswer {
  const mask = (text: string): string => maskText(text, base)
  const headers = HEADERS.flatMap((name) => {
    const value = answer.headers[name]
    return value === undefined ? [] : [[name, mask(maskQuery(name, value))]]
  })
  return {
    status: answer.status,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: describeBody(answer, mask),
  }
}

function maskText(text: string, base: string): string {
  const { origin, pathname } = new URL(base)
  const path = pathname === '/' ? '' : pathname
  return text
    .replaceAll(base, '<server>')
    .replaceAll(new RegExp(`${origin}(/\\.well-known/[a-z-]+)${path}`, 'g'), '<server>$1')
    .replaceAll(ID, '<id>')
    .replaceAll(/user_code=[\w-]+/g, 'user_code=<code>')
    .replaceAll(/at line (\d+) column \d+/g, 'at line $1 column <n>')
}

/** A redirect to a page of the server is one to a page; one to the client is compared whole. */
function maskQuery(name: string, value: string): string {
  return name === 'location'
    ? value.replace(/([?&](?:session_state|code|iss))=[^&]*/g, '$1=<value>')
    : value
}

function describeBody({ body, headers }: RowAnswer, mask: (text: string) => string): unknown {
  if (body === '') return ''
  if (!(headers['content-type'] ?? '').includes('json'))
    return (headers['content-type'] ?? '').includes('html') ? '<page>' : mask(body)
  try {
    return describeValue(JSON.parse(body), mask)
  } catch {
    return mask(body)
  }
}

function describeValue(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value)
  if (Array.isArray(value)) return value.map((item) => describeValue(item, mask))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, describeMember(name, member, mask)]),
  )
}

function describeMember(name: string, value: unknown, mask: (text: string) => string): unknown {
  if (name === 'access_token' && typeof value === 'string') return describeToken(value, mask)
  if (name === 'keys' && Array.isArray(value)) return value.map((key) => describeKey(key as object))
  // Java counts its own time in a user's session; what is left of it is another number each time.
  if (name.endsWith('expires_in') && typeof value === 'number') return Math.ceil(value / 10) * 10
  return MASKED[name] !== undefined && value !== null ? MASKED[name] : describeValue(value, mask)
}

function describeToken(token: string, mask: (text: string) => string): unknown {
  const [header, claims] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString())
  try {
    return {
      header: { ...(JSON.parse(header ?? '') as object), kid: '<id>' },
      claims: describeValue(
        {
          ...(JSON.parse(claims ?? '') as object),
          jti: (/"jti":"(\w+:)?/.exec(claims ?? '') ?? [])[1] ?? '',
        },
        mask,
      ),
    }
  } catch {
    return '<token>'
  }
}

/** Which members a key has, and which of them say what it is for. */
function describeKey(key: object): unknown {
  return Object.fromEntries(
    Object.entries(key).map(([name, value]) => [
      name,
      ['kty', 'alg', 'use', 'e'].includes(name) ? (value as unknown) : '<value>',
    ]),
  )
}
