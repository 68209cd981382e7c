import type { ReplayBody } from '#shared/contract/replay/replay-request.ts'
import type { ReadRequest } from '../replay/import/read-requests.ts'
import { findInForm, findInJson } from './find-in-json.ts'
import type { Found } from './found.ts'

/** The credentials that requests carry: in their Authorization header, and in their bodies. */
export function findInRequests(requests: readonly ReadRequest[]): Found[] {
  return requests.flatMap(({ request }) => {
    const source = `${request.method} ${request.url}`
    return [
      ...(request.headers ?? []).flatMap(({ name, value }) =>
        name.toLowerCase() === 'authorization' ? findInAuthorization(value, source) : [],
      ),
      ...(request.token?.kind === 'basic' ? findInBasic(request.token, source) : []),
      ...(request.body ? findInBody(request.body, source) : []),
    ]
  })
}

/** @see [RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3.1) client credentials as Basic */
function findInAuthorization(value: string, source: string): Found[] {
  const [scheme = '', credentials = ''] = value.trim().split(/\s+/, 2)
  if (/^(?:bearer|dpop)$/i.test(scheme) && credentials !== '')
    return [{ kind: 'token', source, label: 'access_token', value: credentials }]
  if (!/^basic$/i.test(scheme)) return []
  const decoded = Buffer.from(credentials, 'base64').toString()
  const colon = decoded.indexOf(':')
  if (colon < 1) return []
  const information = {
    client_id: decodeForm(decoded.slice(0, colon)),
    client_secret: decodeForm(decoded.slice(colon + 1)),
  }
  return [{ kind: 'client', source, information }]
}

function findInBasic(
  { username, password }: { username: string; password: string },
  source: string,
): Found[] {
  const information = { client_id: username, client_secret: password }
  return username === '' ? [] : [{ kind: 'client', source, information }]
}

function decodeForm(text: string): string {
  return new URLSearchParams(`v=${text}`).get('v') ?? text
}

function findInBody(body: ReplayBody | { kind: string }, source: string): Found[] {
  if ('fields' in body)
    return findInForm(
      body.fields.map(({ name, value }) => [name, value]),
      source,
    )
  if (!('text' in body)) return []
  try {
    return findInJson(JSON.parse(body.text), source)
  } catch {
    return []
  }
}
