import type { Exchange } from '#shared/contract/exchange.ts'
import { readObject } from '#shared/oauth/metadata/read-object.ts'
import type {
  Answered,
  ChallengeSeen,
  RedirectSeen,
  ResourceMetadataSeen,
  ServerMetadataSeen,
} from './leg.ts'
import { findHeader, readTextMembers, readTexts } from './read-members.ts'

type Response = NonNullable<Exchange['response']>

const DOCUMENTS = /^\/\.well-known\/(?:oauth-authorization-server|openid-configuration)/
const APPENDED = /\/\.well-known\/(?:oauth-authorization-server|openid-configuration)$/
/** The page of a refusal names the error in an element `code`. */
const ERROR_PAGE = /<code>([a-z_]{3,60})<\/code>\s*([^<]{0,300})/

/** What of an answer matters for the legs that follow it. */
export function readAnswered(
  { oauth }: Pick<Exchange, 'oauth'>,
  response: Response,
  url: URL,
): Answered {
  const meaning = oauth?.meaning
  const isPage = response.body?.media_type.includes('html') === true
  const members = isPage ? {} : (readObject(response.body?.text ?? '') ?? {})
  const isRefused = response.status >= 400
  const [, pageError, pageText] = (isPage && ERROR_PAGE.exec(response.body?.text ?? '')) || []
  const { error = pageError, error_description: description = pageText?.trim() } = isRefused
    ? readTextMembers(members, ['error', 'error_description'])
    : {}
  const redirect = readRedirect(findHeader(response.headers, 'location'), url)
  const challenge = readChallenge(findHeader(response.headers, 'www-authenticate'))
  const expiresAt = members['client_secret_expires_at']
  const { scope } = readTextMembers(members, ['scope'])
  return {
    ...(error !== undefined && { error }),
    ...(description !== undefined && description !== '' && { description }),
    ...(redirect && { redirect }),
    ...(challenge && { challenge }),
    ...(meaning === 'server_metadata' && !isRefused && readServer(members, url)),
    ...(meaning === 'resource_metadata' && !isRefused && readResource(members)),
    ...(meaning === 'registration' &&
      !isRefused && {
        granted: {
          ...(scope !== undefined && { scope }),
          ...(typeof expiresAt === 'number' && { expiresAt }),
        },
      }),
    ...(meaning === 'token' && scope !== undefined && { scope }),
  }
}

function readServer(
  members: Readonly<Record<string, unknown>>,
  url: URL,
): { server?: ServerMetadataSeen } {
  const { issuer } = readTextMembers(members, ['issuer'])
  if (issuer === undefined) return {}
  return {
    server: {
      issuer,
      expected: listExpected(url),
      canRegister: typeof members['registration_endpoint'] === 'string',
      takesDocuments: members['client_id_metadata_document_supported'] === true,
      sendsIss: members['authorization_response_iss_parameter_supported'] === true,
    },
  }
}

/**
 * The issuers whose document this address may be.
 *
 * @see [RFC 8414 §3.3](https://www.rfc-editor.org/rfc/rfc8414.html#section-3.3) must equal the one in the document
 */
function listExpected({ origin, pathname }: URL): string[] {
  const bare = DOCUMENTS.test(pathname)
    ? pathname.replace(DOCUMENTS, '')
    : pathname.replace(APPENDED, '')
  const path = bare.replace(/\/$/, '')
  return [origin + path, `${origin}${path}/`]
}

function readResource(members: Readonly<Record<string, unknown>>): {
  resource?: ResourceMetadataSeen
} {
  const { resource = '' } = readTextMembers(members, ['resource'])
  return { resource: { resource, servers: readTexts(members['authorization_servers']) } }
}

function readRedirect(location: string | undefined, url: URL): RedirectSeen | undefined {
  if (location === undefined || !URL.canParse(location, url.origin)) return undefined
  const target = new URL(location, url.origin)
  const answer = new URLSearchParams(`${target.search.slice(1)}&${target.hash.slice(1)}`)
  const find = (name: string): string | undefined => answer.get(name)?.slice(0, 500)
  const error = find('error')
  const description = find('error_description')
  const iss = find('iss')
  const isOut = target.origin !== url.origin && (answer.has('code') || error !== undefined)
  const isSignIn = /\/(?:interaction|login|signin|consent)(?:\/|$)/.test(target.pathname)
  return {
    to: isOut ? 'client' : isSignIn ? 'sign_in' : 'elsewhere',
    hasCode: answer.has('code'),
    ...(error !== undefined && { error }),
    ...(description !== undefined && { description }),
    ...(iss !== undefined && { iss }),
  }
}

/** @see [RFC 9110 §11.6.1](https://www.rfc-editor.org/rfc/rfc9110.html#section-11.6.1) the first challenge */
function readChallenge(value: string | undefined): ChallengeSeen | undefined {
  const [, scheme] = /^\s*([\w-]+)/.exec(value ?? '') ?? []
  if (scheme === undefined) return undefined
  const find = (name: string): string | undefined =>
    new RegExp(`\\b${name}="([^"]*)"`).exec(value ?? '')?.[1]?.slice(0, 500)
  const error = find('error')
  const scope = find('scope')
  const resourceMetadata = find('resource_metadata')
  return {
    scheme,
    ...(error !== undefined && { error }),
    ...(scope !== undefined && { scope }),
    ...(resourceMetadata !== undefined && { resourceMetadata }),
  }
}
