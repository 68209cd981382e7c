import type { ReplayRequest } from '#shared/contract/replay/replay-request.ts'
import { listReferences, referTo } from '../secret-references.ts'

/**
 * Credentials of an Authorization header or of the address become the choice of a token, where a person
 * looks for them. Their secrets are kept by name.
 *
 * @see [RFC 7617 §2](https://www.rfc-editor.org/rfc/rfc7617.html#section-2)
 */
export async function chooseCredentials(
  request: ReplayRequest,
  keep: (source: string, value: string) => Promise<string>,
): Promise<ReplayRequest> {
  const bare = await takeFromAddress(request, keep)
  const at = bare.headers.findIndex(
    ({ name, is_off }) => /^authorization$/i.test(name) && is_off !== true,
  )
  const value = bare.headers[at]?.value.trim() ?? ''
  const [, scheme, credentials] = /^([A-Za-z][\w-]*) +(\S+)$/.exec(value) ?? []
  if (scheme === undefined || credentials === undefined) return bare
  const headers = bare.headers.filter((_field, index) => index !== at)
  if (/^basic$/i.test(scheme)) {
    const pair = Buffer.from(credentials, 'base64').toString()
    const mark = pair.indexOf(':')
    if (mark === -1) return bare
    const username = pair.slice(0, mark)
    return { ...bare, headers, token: await basic(username, pair.slice(mark + 1), keep) }
  }
  const [known] = listReferences(credentials)
  const secret = known ?? (await keep('Header Authorization', credentials))
  return { ...bare, headers, token: { kind: 'secret', secret, scheme } }
}

async function takeFromAddress(
  request: ReplayRequest,
  keep: (source: string, value: string) => Promise<string>,
): Promise<ReplayRequest> {
  if (!URL.canParse(request.url)) return request
  const { username, password } = new URL(request.url)
  if (username === '' && password === '') return request
  const url = request.url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1')
  const token = await basic(decode(username), decode(password), keep)
  return { ...request, url, token: request.token.kind === 'none' ? token : request.token }
}

async function basic(
  username: string,
  password: string,
  keep: (source: string, value: string) => Promise<string>,
): Promise<ReplayRequest['token']> {
  const kept = password === '' ? '' : referTo(await keep(`Password of ${username}`, password))
  return { kind: 'basic', username, password: kept }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
