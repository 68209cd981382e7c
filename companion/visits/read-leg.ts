import type { Exchange, Lane } from '#shared/contract/exchange.ts'
import { DEFAULT_DIALECT, DIALECT_IDS } from '#shared/idp/dialects.ts'
import { readObject } from '#shared/oauth/metadata/read-object.ts'
import type { Asked, Leg } from './leg.ts'
import { readAnswered } from './read-answered.ts'
import { findHeader, readTextMembers, readTexts } from './read-members.ts'

/** Meanings that are no part of a visit. */
const NOT_A_LEG = new Set(['portal_page', 'preflight', 'other'])

/**
 * An exchange as the leg of a visit.
 *
 * @param isOwnProvider - Whether an address is of the embedded provider; what the lab sends elsewhere is no visit here.
 */
export function readLeg(exchange: Exchange, isOwnProvider: (url: URL) => boolean): Leg | undefined {
  const { oauth, request, response, peer } = exchange
  if (!oauth || NOT_A_LEG.has(oauth.meaning) || !URL.canParse(request.url)) return undefined
  const url = new URL(request.url)
  if (peer === undefined && !(exchange.to === 'idp' && isOwnProvider(url))) return undefined
  if (peer === undefined && oauth.client_id === undefined) return undefined
  const atMs = Date.parse(exchange.at)
  const asked = findAskedAddress(url, findHeader(request.headers, 'host'))
  return {
    exchange: exchange.id,
    at: exchange.at,
    atMs,
    lastMs: atMs,
    count: 1,
    from: exchange.from,
    to: exchange.to,
    meaning: oauth.meaning,
    method: request.method,
    origin: asked.origin,
    path: url.pathname,
    place: findPlace(exchange.to, url, isOwnProvider(url)),
    isOwn: peer === undefined || exchange.run !== undefined,
    status: response?.status,
    clientId: oauth.client_id,
    links: oauth.links ?? [],
    peer,
    userAgent: findHeader(request.headers, 'user-agent')?.slice(0, 200),
    protocol: findHeader(request.headers, 'mcp-protocol-version')?.slice(0, 40),
    asked: readAsked(exchange, url),
    answered: exchange.response ? readAnswered(exchange, exchange.response, asked) : {},
    verdict: exchange.verdict,
  }
}

/** As the client wrote it: exchanges name the listener. */
function findAskedAddress(url: URL, host: string | undefined): URL {
  const asked = `${url.protocol}//${host ?? url.host}${url.pathname}${url.search}`
  return URL.canParse(asked) ? new URL(asked) : url
}

/** A server that is watched is a place of its own; the API behind it is one as the gateway is. */
function findPlace(to: Lane, url: URL, isOwn: boolean): string {
  if (to === 'gateway' || to === 'upstream') return 'gateway'
  return isOwn ? findDialect(url.pathname) : url.origin
}

function findDialect(path: string): string {
  const inserted = path.replace(/^\/\.well-known\/[a-z-]+/, '')
  const [, first] = /^\/([^/?]+)/.exec(inserted) ?? []
  return DIALECT_IDS.find((id) => id === first) ?? DEFAULT_DIALECT
}

function readAsked({ request, oauth }: Exchange, url: URL): Asked {
  const { body, headers } = request
  const isForm = body?.media_type.includes('x-www-form-urlencoded') === true
  const form = new URLSearchParams(isForm ? body.text : '')
  const find = (name: string): string | undefined =>
    (form.get(name) ?? url.searchParams.get(name))?.slice(0, 2048) || undefined
  const scope = find('scope')
  const resource = find('resource')
  const grant = find('grant_type')
  const redirectUri = find('redirect_uri')
  const isRegistration = oauth?.meaning === 'registration' || oauth?.meaning === 'client_management'
  const sent = isRegistration ? readObject(body?.text ?? '') : undefined
  return {
    ...(scope !== undefined && { scope }),
    ...(resource !== undefined && { resource }),
    ...(grant !== undefined && { grant }),
    ...(redirectUri !== undefined && { redirectUri }),
    ...(find('client_assertion') !== undefined && { hasAssertion: true }),
    ...(findHeader(headers, 'authorization') !== undefined && { hasToken: true }),
    ...(sent && {
      metadata: {
        ...readTextMembers(sent, [
          'client_name',
          'token_endpoint_auth_method',
          'application_type',
          'client_uri',
          'software_id',
          'scope',
        ]),
        redirect_uris: readTexts(sent['redirect_uris']),
        grant_types: readTexts(sent['grant_types']),
      },
    }),
  }
}
