import type { Discovery } from '#shared/contract/endpoints/provider-endpoints.ts'
import { AppError } from '#shared/errors/app-error.ts'
import * as z from '#shared/zod.ts'
import { findEndpointNotices } from './endpoint-notices.ts'
import type { CallContext, HttpClient } from '../outgoing/http-client.ts'

const Metadata = z.looseObject({
  issuer: z.string(),
  registration_endpoint: z.url().optional(),
  token_endpoint: z.url().optional(),
  jwks_uri: z.url().optional(),
  introspection_endpoint: z.url().optional(),
  revocation_endpoint: z.url().optional(),
  grant_types_supported: z.array(z.string()).optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  scopes_supported: z.array(z.string()).optional(),
})

/** A place where an issuer's metadata may be. */
interface Place {
  issuer: string
  source: string
}

/** A metadata document whose issuer is the one that was asked for, with every member it has. */
export interface ProviderMetadata extends Place {
  document: z.infer<typeof Metadata>
}

/**
 * Issuers that a host may mean, the likeliest first: Okta's custom authorization server, then the
 * address as it was typed.
 */
function listIssuers(host: string): string[] {
  const base = host.replace(/\/+$/, '')
  const hasPath = new URL(base).pathname !== '/'
  return hasPath ? [base] : [`${base}/oauth2/default`, base]
}

/**
 * Where an issuer's metadata may be: OpenID Connect appends, RFC 8414 inserts.
 *
 * @see [RFC 8414 §3.1](https://www.rfc-editor.org/rfc/rfc8414.html#section-3.1)
 * @see [OIDC Discovery §4.1](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationRequest)
 */
function listPlaces(issuer: string): Place[] {
  const { origin, pathname } = new URL(issuer)
  const path = pathname === '/' ? '' : pathname
  return [
    { issuer, source: `${issuer}/.well-known/openid-configuration` },
    { issuer, source: `${origin}/.well-known/oauth-authorization-server${path}` },
  ]
}

/**
 * Finds a provider's metadata from its host or issuer, and picks what a person needs to know of it.
 *
 * @throws AppError `DISCOVERY_FAILED` with each place that was tried, `PROVIDER_UNREACHABLE`.
 */
export async function discover(
  http: HttpClient,
  context: CallContext,
  host: string,
): Promise<Discovery> {
  const { source, document } = await readMetadata(http, context, { host })
  const discovery = { ...pick(document), source }
  const notices = findEndpointNotices(discovery)
  return { ...discovery, ...(notices.length > 0 && { notices }) }
}

/**
 * Finds a provider's metadata from its host or issuer. The issuer in the document must equal the one
 * the address was built from, byte for byte.
 *
 * @param known - Where the document was the last time; this place is tried first.
 * @throws AppError `DISCOVERY_FAILED` with each place that was tried, `PROVIDER_UNREACHABLE`.
 *
 * @see [RFC 8414 §3.3](https://www.rfc-editor.org/rfc/rfc8414.html#section-3.3)
 */
export async function readMetadata(
  http: HttpClient,
  context: CallContext,
  { host, known }: { host: string; known?: Place | undefined },
): Promise<ProviderMetadata> {
  const others = listIssuers(host)
    .flatMap(listPlaces)
    .filter(({ source }) => source !== known?.source)
  const tried: string[] = []
  for (const { issuer, source } of known ? [known, ...others] : others) {
    const answer = await http.send(context, {
      method: 'GET',
      url: source,
      headers: { accept: 'application/json' },
    })
    const document = readDocument(answer.status, answer.text, issuer)
    if (typeof document !== 'string') return { issuer, source, document }
    tried.push(`${source}: ${document}`)
  }
  throw new AppError('DISCOVERY_FAILED', {
    detail: tried.join(' '),
    hint: 'Give the base address of the organisation, such as https://your-org.okta.com, or the issuer itself.',
    reference: {
      text: 'RFC 8414 §3, obtaining metadata',
      href: 'https://www.rfc-editor.org/rfc/rfc8414.html#section-3',
    },
  })
}

/** The document, or why it cannot be used. */
function readDocument(
  status: number,
  text: string,
  issuer: string,
): ProviderMetadata['document'] | string {
  if (status !== 200) return `answered ${status}.`
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'is not JSON.'
  }
  const parsed = Metadata.safeParse(value)
  if (!parsed.success) return 'is not a metadata document.'
  // An issuer that ends with a slash, as Auth0's does, has its document at the same address.
  if (parsed.data.issuer !== issuer && parsed.data.issuer !== `${issuer}/`)
    return `names another issuer, ${parsed.data.issuer.slice(0, 200)}.`
  const odd = findOddAddress(parsed.data)
  if (odd !== undefined) return `names ${odd} with an address that is not http or https.`
  return parsed.data
}

/** A member of the metadata whose address is called, or opened in a browser, and that no http call reaches. */
function findOddAddress(document: Readonly<Record<string, unknown>>): string | undefined {
  const aliases = document['mtls_endpoint_aliases']
  const members: [string, unknown][] = [
    ...Object.entries(document),
    ...Object.entries(typeof aliases === 'object' && aliases !== null ? aliases : {}),
  ]
  return members.find(([name, value]) => {
    if (!/_(?:endpoint|uri)$/.test(name) || typeof value !== 'string') return false
    return !URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)
  })?.[0]
}

function pick(metadata: ProviderMetadata['document']): Omit<Discovery, 'source'> {
  const names = Object.keys(Metadata.shape) as (keyof typeof Metadata.shape)[]
  const known = names.flatMap((name) =>
    metadata[name] === undefined ? [] : [[name, metadata[name]] as const],
  )
  return Object.fromEntries(known) as unknown as Omit<Discovery, 'source'>
}
