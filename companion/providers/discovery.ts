import type { Discovery } from '#shared/contract/endpoints/provider-endpoints.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { DcrProvider } from '#shared/tyk/dcr-options.ts'
import { getDriver } from './drivers.ts'
import { findEndpointNotices } from './endpoint-notices.ts'
import { Metadata, type ReadDocument, readDocument } from './metadata-document.ts'
import { listPlaces, type Place } from './metadata-places.ts'
import { readProviderError, writeProviderError } from './provider-error.ts'
import type { CallContext, HttpAnswer, HttpClient } from '../outgoing/http-client.ts'

/** A metadata document whose issuer is the one that was asked for, with every member it has. */
export interface ProviderMetadata extends Place, ReadDocument {}

/** Whose metadata is wanted. */
export interface Wanted {
  host: string
  /** The kind of provider, where it is known: some have issuers under paths of their own. */
  provider?: DcrProvider | undefined
}

interface MetadataQuery extends Wanted {
  /** Where the document was the last time; this place is tried first. */
  known?: Place | undefined
  /**
   * A document without a registration endpoint is taken only when no other form names one: Spring
   * Authorization Server names its own in the OpenID Connect form alone.
   */
  wantsRegistration?: boolean
}

/**
 * Finds a provider's metadata from its host or issuer, and picks what a person needs to know of it.
 *
 * @throws AppError `DISCOVERY_FAILED` with each place that was tried, `PROVIDER_UNREACHABLE`.
 */
export async function discover(
  http: HttpClient,
  context: CallContext,
  wanted: Wanted,
): Promise<Discovery> {
  const registration = { ...wanted, wantsRegistration: true }
  const { source, document, notices: own } = await readMetadata(http, context, registration)
  const discovery = { ...pick(document), source }
  const notices = [...own, ...findEndpointNotices(discovery)]
  return { ...discovery, ...(notices.length > 0 && { notices }) }
}

/**
 * Finds a provider's metadata from its host or issuer. The issuer in the document must equal the one
 * the address was built from, byte for byte.
 *
 * @throws AppError `DISCOVERY_FAILED` with each place that was tried, `PROVIDER_UNREACHABLE`.
 *
 * @see [RFC 8414 §3.3](https://www.rfc-editor.org/rfc/rfc8414.html#section-3.3)
 */
export async function readMetadata(
  http: HttpClient,
  context: CallContext,
  { host, provider, known, wantsRegistration = false }: MetadataQuery,
): Promise<ProviderMetadata> {
  const others = listPlaces(host, provider).filter(({ source }) => source !== known?.source)
  const tried: string[] = []
  let first: ProviderMetadata | undefined
  for (const { issuer, source } of known ? [known, ...others] : others) {
    const answer = await http.send(context, {
      method: 'GET',
      url: source,
      headers: { accept: 'application/json' },
    })
    const read = readAnswer(answer, issuer)
    if (typeof read === 'string') tried.push(`${source}: ${read}`)
    else if (!wantsRegistration || read.document.registration_endpoint !== undefined)
      return { issuer, source, ...read }
    else first ??= { issuer, source, ...read }
  }
  if (first) return first
  throw new AppError('DISCOVERY_FAILED', {
    detail: tried.join(' '),
    hint:
      (provider && getDriver(provider).issuerHint) ??
      'Give the issuer itself, as its own metadata names it: the base address of the organisation at Okta, …/realms/NAME at Keycloak, the authorization server and not the API or MCP server that it protects.',
    reference: {
      text: 'RFC 8414 §3, obtaining metadata',
      href: 'https://www.rfc-editor.org/rfc/rfc8414.html#section-3',
    },
  })
}

/** The document, or why it cannot be used. */
function readAnswer(answer: HttpAnswer, issuer: string): ReadDocument | string {
  if (answer.status !== 200) return describeStatus(answer)
  const read = readDocument(answer.text)
  if (typeof read === 'string') return read
  const named = read.document.issuer
  // An issuer that ends with a slash, as Auth0's does, has its document at the same address.
  if (named === issuer || named === `${issuer}/`) return read
  return `names another issuer, ${named.slice(0, 200)}.`
}

/** The status, and the provider's words where they are a document's; a page says nothing here. */
function describeStatus({ status, text }: HttpAnswer): string {
  if (status >= 300 && status < 400) return `answered ${status}, a redirect, which is not followed.`
  if (!/^\s*\{/.test(text)) return `answered ${status}.`
  const words = writeProviderError(readProviderError(status, text))
  return words === undefined
    ? `answered ${status}.`
    : `answered ${status} (${words.slice(0, 200)}).`
}

function pick(metadata: Metadata): Omit<Discovery, 'source'> {
  const names = Object.keys(Metadata.shape) as (keyof typeof Metadata.shape)[]
  const known = names.flatMap((name) =>
    metadata[name] === undefined ? [] : [[name, metadata[name]] as const],
  )
  return Object.fromEntries(known) as unknown as Omit<Discovery, 'source'>
}
