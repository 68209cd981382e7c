import { findMeaning } from '#shared/oauth/meaning/find-meaning.ts'
import type { OAuthMeaning } from '#shared/oauth/meaning/oauth-meaning.ts'
import { readObject } from '#shared/oauth/metadata/read-object.ts'
import type { OAuthTraits } from '#shared/contract/exchange.ts'
import type { RawExchange, RawMessage } from './recorder.ts'
import { rememberLatest } from './remember-latest.ts'

/** The keyed digest of a secret: see `Vault.fingerprint`. */
export type Fingerprint = (secret: string) => string

/** Kinds of values by which two exchanges are known to belong together. */
type LinkKind = 'code' | 'token' | 'refresh' | 'state' | 'sign_in' | 'request' | 'device'

/** Parameters of a query, form or JSON answer whose values are such links. */
const LINK_PARAMETERS: Readonly<Record<string, LinkKind>> = {
  code: 'code',
  state: 'state',
  request_uri: 'request',
  device_code: 'device',
  access_token: 'token',
  token: 'token',
  subject_token: 'token',
  registration_access_token: 'token',
  refresh_token: 'refresh',
}
/** A page of the sign-in, and where its end leads back to. */
const SIGN_IN = /\/(?:interaction|auth|authorize)\/([\w-]{16,})/
/** Their answers are JSON that names a client or carries what later requests show. */
const ANSWERS_IN_JSON: ReadonlySet<OAuthMeaning> = new Set([
  'registration',
  'client_management',
  'token',
  'device_authorization',
  'pushed_authorization',
])
const MOST_LINKS = 12
const MOST_TOKENS = 200

/**
 * What an exchange means in OAuth's terms, who the client is, and what ties the exchange to others. Pure but for the
 * digest; what stands in it is no secret.
 *
 * @returns `undefined` for what is not part of an OAuth conversation, such as a call to an upstream.
 */
export function readTraits(raw: RawExchange, fingerprint: Fingerprint): OAuthTraits | undefined {
  const meaning = findRawMeaning(raw)
  if (meaning === undefined) return undefined
  const { request, response } = raw
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined
  const sources = [url?.searchParams, readForm(request)].filter((one) => one !== undefined)
  const bearer = readBearer(request)
  const answer = response && ANSWERS_IN_JSON.has(meaning) ? readJson(response) : {}
  const location = response && findHeader(response, 'location')
  const links = new Set<string>()
  const link = (kind: LinkKind, value: unknown): void => {
    if (typeof value === 'string' && value !== '' && links.size < MOST_LINKS)
      links.add(`${kind}:${fingerprint(value)}`)
  }
  for (const source of [...sources, readParameters(location)])
    for (const [name, value] of source ?? []) {
      const kind = LINK_PARAMETERS[name]
      if (kind) link(kind, value)
    }
  for (const [name, value] of Object.entries(answer)) {
    const kind = LINK_PARAMETERS[name]
    if (kind) link(kind, value)
  }
  link('token', bearer)
  for (const path of [url?.pathname, location]) link('sign_in', SIGN_IN.exec(path ?? '')?.[1])
  const client_id =
    findInSources(sources, 'client_id') ??
    readBasicId(request) ??
    readClaim(findInSources(sources, 'client_assertion'), ['sub']) ??
    asText(answer['client_id']) ??
    findManagedClient(meaning, url) ??
    (bearer === undefined ? undefined : readClientOf(bearer))
  return {
    meaning,
    ...(client_id !== undefined && { client_id }),
    ...(links.size > 0 && { links: [...links] }),
  }
}

function findRawMeaning({ from, to, request, response, meaning }: RawExchange) {
  if (meaning !== undefined) return meaning
  const at = request.url.indexOf('/', request.url.indexOf('//') + 2)
  const path = at === -1 ? '/' : request.url.slice(at)
  if (to === 'idp') return findMeaning(request.method, path)
  if (to !== 'gateway' || from !== 'app') return undefined
  if (path.startsWith('/.well-known/')) return findMeaning(request.method, path)
  // A client that knows no endpoint guesses at the origin of the API.
  const isGuess = response?.status === 404 && path.indexOf('/', 1) === -1
  const guessed = isGuess ? findMeaning(request.method, path) : 'other'
  if (guessed !== 'other') return guessed
  return request.method === 'OPTIONS' ? 'preflight' : 'api_call'
}

function findHeader({ headers }: RawMessage, name: string): string | undefined {
  const at = headers.findIndex((text, i) => i % 2 === 0 && text.toLowerCase() === name)
  return at === -1 ? undefined : headers[at + 1]
}

function readForm(message: RawMessage): URLSearchParams | undefined {
  if (!message.body) return undefined
  const type = findHeader(message, 'content-type') ?? ''
  if (!type.includes('x-www-form-urlencoded')) return undefined
  return new URLSearchParams(Buffer.from(message.body).toString('utf8'))
}

function readJson({ body }: RawMessage): Record<string, unknown> {
  return (body && readObject(Buffer.from(body).toString('utf8'))) ?? {}
}

/** Of an address, those of its query and of its fragment. */
function readParameters(location: string | undefined): URLSearchParams | undefined {
  if (location === undefined) return undefined
  const [, rest = ''] = /[?#](.*)$/.exec(location) ?? []
  return new URLSearchParams(rest.replace('#', '&'))
}

function findInSources(sources: readonly URLSearchParams[], name: string): string | undefined {
  for (const source of sources) {
    const value = source.get(name)
    if (value) return value
  }
  return undefined
}

function readBearer(message: RawMessage): string | undefined {
  const value = findHeader(message, 'authorization')
  const [, scheme, token] = /^(?:(\w+) +)?(\S+)$/.exec(value ?? '') ?? []
  return scheme === undefined || /^(?:bearer|dpop)$/i.test(scheme) ? token : undefined
}

/** @see [RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3.1) form-encoded in the pair */
function readBasicId(message: RawMessage): string | undefined {
  const [, pair] = /^basic +(\S+)$/i.exec(findHeader(message, 'authorization') ?? '') ?? []
  if (pair === undefined) return undefined
  const [id = ''] = Buffer.from(pair, 'base64').toString('utf8').split(':')
  return asText([...new URLSearchParams(`id=${id}`).values()][0])
}

/** A text among the claims of a token that is a JWT; nothing is verified. */
function readClaim(token: string | undefined, names: readonly string[]): string | undefined {
  const [, payload] = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(token ?? '') ?? []
  if (payload === undefined) return undefined
  const claims = readObject(Buffer.from(payload, 'base64url').toString('utf8')) ?? {}
  return names.map((name) => asText(claims[name])).find((value) => value !== undefined)
}

/** Who asked for a token, in the names that providers give the claim. */
const readClientOf = rememberLatest(
  (token) => readClaim(token, ['client_id', 'azp', 'cid']),
  MOST_TOKENS,
)

/** @see [RFC 7592 §1.1](https://www.rfc-editor.org/rfc/rfc7592.html#section-1.1) an address for each client */
function findManagedClient(meaning: OAuthMeaning, url: URL | undefined): string | undefined {
  if (meaning !== 'client_management' || !url) return undefined
  const last = url.pathname.split('/').at(-1) ?? ''
  return asText(decodeURIComponent(/%(?![\da-f]{2})/i.test(last) ? '' : last))
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
