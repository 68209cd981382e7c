import {
  checkResourceAllowed,
  discoverOAuthProtectedResourceMetadata,
  type OAuthProtectedResourceMetadata,
} from '@modelcontextprotocol/client'
import { AppError } from '#shared/errors/app-error.ts'
import type { CallContext, HttpClient } from '../outgoing/http-client.ts'
import { type Asked, createMcpFetch } from './mcp-fetch.ts'

/** What is known of an MCP server as a resource. */
export interface McpResource {
  /** Left out where no document was found: a token is asked for without a resource then. */
  resource?: string | undefined
  /** The first authorization server, or the origin of the MCP server where none is named. */
  authorization_server: string
  others: string[]
  scopes?: string[] | undefined
  /** The addresses that were asked, in order, with the status of each. */
  tried: string[]
}

/**
 * The protected resource metadata of an MCP server.
 *
 * @param pointer - The address in the challenge, which goes before the well-known places.
 * @throws AppError `DISCOVERY_FAILED` when the document is unusable or is about another resource,
 *   `PROVIDER_UNREACHABLE`.
 *
 * @see [RFC 9728 §3](https://www.rfc-editor.org/rfc/rfc9728.html#section-3)
 */
export async function discoverResource(
  http: HttpClient,
  context: CallContext,
  { url, pointer }: { url: string; pointer: string | undefined },
): Promise<McpResource> {
  const asked: Asked[] = []
  const fetcher = createMcpFetch(http, context, (one) => asked.push(one))
  const document = await discoverOAuthProtectedResourceMetadata(
    url,
    pointer === undefined ? {} : { resourceMetadataUrl: pointer },
    fetcher,
  ).catch((thrown: unknown) => {
    if (asked.length > 0 && isNowhere(asked)) return undefined
    throw unusable(thrown, asked)
  })
  const tried = asked.map(({ url: at, answer }) => `${at} ${answer.status}`)
  if (!document) return { authorization_server: new URL(url).origin, others: [], tried }
  assertAbout(document, url)
  const [first = new URL(url).origin, ...others] = document.authorization_servers ?? []
  return {
    resource: document.resource,
    authorization_server: first,
    others,
    scopes: document.scopes_supported,
    tried,
  }
}

/** No document at all, which versions before 2025-06-18 allowed. */
function isNowhere(asked: readonly Asked[]): boolean {
  return asked.every(({ answer }) => answer.status >= 400 && answer.status < 500)
}

function unusable(thrown: unknown, asked: readonly Asked[]): AppError {
  if (asked.length === 0) return AppError.from(thrown)
  const { url, answer } = asked.at(-1) ?? { url: '', answer: { status: 0 } }
  return new AppError('DISCOVERY_FAILED', {
    detail: `${url} answered ${answer.status}, and no resource metadata could be read from it.`,
    hint: 'The MCP server has to answer there with a JSON object that has "resource" and "authorization_servers" (RFC 9728 §2).',
    cause: thrown,
  })
}

/** @see [RFC 9728 §3.3](https://www.rfc-editor.org/rfc/rfc9728.html#section-3.3) */
function assertAbout({ resource }: OAuthProtectedResourceMetadata, url: string): void {
  if (checkResourceAllowed({ requestedResource: url, configuredResource: resource })) return
  throw new AppError('DISCOVERY_FAILED', {
    detail: `The document is about ${resource}, and the server that was named is ${url}. A client must stop here.`,
    hint: 'Name the server as its metadata does ("localhost" and "127.0.0.1" are two names), or correct "resource" in the document.',
  })
}
