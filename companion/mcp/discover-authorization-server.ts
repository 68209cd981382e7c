import {
  type AuthorizationServerMetadata,
  discoverAuthorizationServerMetadata,
  IssuerMismatchError,
} from '@modelcontextprotocol/client'
import { AppError } from '#shared/errors/app-error.ts'
import type { CallContext, HttpClient } from '../outgoing/http-client.ts'
import { type Asked, createMcpFetch } from './mcp-fetch.ts'

export interface FoundAuthorizationServer {
  metadata: AuthorizationServerMetadata
  /** False where no document was found, and the addresses are those of the protocol's first version. */
  isDocumented: boolean
  /** The addresses that were asked, in order, with the status of each. */
  tried: string[]
}

/**
 * The metadata of an authorization server at the places that MCP lists, in their order.
 *
 * @throws AppError `DISCOVERY_FAILED` when the document names another issuer, lacks an endpoint or says
 *   nothing of PKCE; `PROVIDER_UNREACHABLE`.
 *
 * @see [MCP, authorization server metadata discovery](https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization/authorization-server-discovery)
 */
export async function discoverAuthorizationServer(
  http: HttpClient,
  context: CallContext,
  server: { url: string; isNamed: boolean },
): Promise<FoundAuthorizationServer> {
  const asked: Asked[] = []
  const metadata = await discoverAuthorizationServerMetadata(server.url, {
    fetchFn: createMcpFetch(http, context, (one) => asked.push(one)),
    // Only its own document can name its issuer then.
    skipIssuerValidation: !server.isNamed,
  }).catch((thrown: unknown) => {
    throw unusable(thrown, asked)
  })
  const tried = asked.map(({ url, answer }) => `${url} ${answer.status}`)
  if (metadata) return { metadata, isDocumented: true, tried }
  if (server.isNamed)
    throw new AppError('DISCOVERY_FAILED', {
      detail: `None of ${tried.length} addresses answered with metadata: ${tried.join(', ')}.`,
      hint: 'The authorization server has to publish one of the documents of RFC 8414 and OpenID Connect Discovery.',
    })
  return { metadata: guessEndpoints(server.url), isDocumented: false, tried }
}

/** @see [MCP 2025-03-26, fallbacks for servers without metadata discovery](https://modelcontextprotocol.io/specification/2025-03-26/basic/authorization#fallbacks-for-servers-without-metadata-discovery) */
function guessEndpoints(url: string): AuthorizationServerMetadata {
  const { origin } = new URL(url)
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    registration_endpoint: `${origin}/register`,
    response_types_supported: ['code'],
    token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
    code_challenge_methods_supported: ['S256'],
  }
}

function unusable(thrown: unknown, asked: readonly Asked[]): AppError {
  if (IssuerMismatchError.isInstance(thrown))
    return new AppError('DISCOVERY_FAILED', {
      detail: `${thrown.message}. A client must not use this document (RFC 8414 §3.3).`,
      hint: 'The issuer in the document has to be the one that the resource metadata names, letter by letter; a slash at the end is a difference.',
      cause: thrown,
    })
  const last = asked.at(-1)
  if (!last || thrown instanceof AppError) return AppError.from(thrown)
  return new AppError('DISCOVERY_FAILED', {
    detail: `${last.url} answered ${last.answer.status}, and no metadata could be read from it.`,
    hint: 'It has to be a JSON object with issuer, authorization_endpoint and token_endpoint (RFC 8414 §2).',
    cause: thrown,
  })
}
