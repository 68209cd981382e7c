import type { CallContext, HttpClient } from '../outgoing/http-client.ts'

const MOST_HOPS = 12

/** Where an authorization request ended without a browser. */
export type SignInEnd =
  | { kind: 'redirected'; url: string }
  /** A page that asks a person something, or says that something is wrong. */
  | { kind: 'page'; url: string; status: number; words: string }

export interface SignInOrder {
  start: string
  /** The client's redirect URI: it is never called. */
  redirectUri: string
  /** The lab's own sign-in page, which takes any name: the start of its addresses. */
  ownSignIn?: string | undefined
}

/**
 * Follows an authorization request as a browser would, through redirects and cookies, up to the redirect
 * URI or to a page. At the lab's own provider "alice" signs in.
 *
 * @throws AppError `PROVIDER_UNREACHABLE`, `ADDRESS_REFUSED`.
 */
export async function signInWithoutBrowser(
  http: HttpClient,
  context: CallContext,
  { start, redirectUri, ownSignIn }: SignInOrder,
): Promise<SignInEnd> {
  const jars = new Map<string, Map<string, string>>()
  let url = start
  let form: string | undefined
  for (let hop = 0; hop < MOST_HOPS; hop += 1) {
    const { origin } = new URL(url)
    const jar = jars.get(origin) ?? new Map<string, string>()
    jars.set(origin, jar)
    const answer = await http.send(context, {
      method: form === undefined ? 'GET' : 'POST',
      url,
      headers: {
        accept: 'text/html',
        ...(jar.size > 0 && { cookie: writeCookies(jar) }),
        ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      body: form,
    })
    keepCookies(jar, answer.headers)
    const isAsking = form === undefined && ownSignIn !== undefined && url.startsWith(ownSignIn)
    form = undefined
    const location = answer.headers.find(([name]) => name.toLowerCase() === 'location')?.[1]
    if (location !== undefined && answer.status >= 300 && answer.status < 400) {
      const next = new URL(location, url)
      if (isRedirectOf(next, redirectUri)) return { kind: 'redirected', url: next.href }
      url = next.href
    } else if (isAsking && answer.status === 200) form = 'login=alice'
    else return { kind: 'page', url, status: answer.status, words: readWords(answer.readMasked()) }
  }
  return { kind: 'page', url, status: 0, words: `more than ${MOST_HOPS} redirects` }
}

function isRedirectOf(url: URL, redirectUri: string): boolean {
  const { origin, pathname } = new URL(redirectUri)
  return url.origin === origin && url.pathname === pathname
}

function keepCookies(
  jar: Map<string, string>,
  headers: readonly (readonly [string, string])[],
): void {
  for (const [name, value] of headers) {
    if (name.toLowerCase() !== 'set-cookie') continue
    const [pair = ''] = value.split(';')
    const at = pair.indexOf('=')
    jar.set(pair.slice(0, at), pair.slice(at + 1))
  }
}

function writeCookies(jar: ReadonlyMap<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}

/** What a page says in its main part, without its markup: at most 200 characters. */
function readWords(page: string): string {
  const [main = page] = /<main[\s\S]*<\/main>/i.exec(page) ?? []
  return main
    .replaceAll(/<(style|script|title)[\s\S]*?<\/\1>/gi, ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
}
