import type { ServerResponse } from 'node:http'
import { nameMetadataPath } from './bearer-answer.ts'
import type { CompiledApi } from '../api/compiled-api.ts'
import type { RouteTable } from '../api/route.ts'

const PREFIX = nameMetadataPath('')
const METHODS: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** @see [Fetch: CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch-0) */
const PREFLIGHT = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, HEAD',
  'Access-Control-Allow-Headers': '*, Authorization',
  'Access-Control-Max-Age': '600',
}

/** The API whose metadata a request asks for, when the API has the error profile of RFC 6750. */
export function findResource(
  table: RouteTable,
  { method, url = '' }: { method?: string | undefined; url?: string | undefined },
): CompiledApi | undefined {
  if (!url.startsWith(PREFIX) || !METHODS.has(method)) return undefined
  const base = url.slice(PREFIX.length).split('?', 1)[0]?.replace(/\/$/, '')
  const api = table.routes.get(base ?? '')?.api
  return api?.lab.error_profile === 'rfc6750' && api.base === base ? api : undefined
}

/**
 * Tells a client which authorization server issues tokens for an API. Any web page may read the metadata,
 * since MCP clients in browsers need them, and may send the headers of MCP along.
 *
 * @param origin - The gateway's own, as the caller wrote it: a client compares `resource` with the address
 * that it was given, and 127.0.0.1 is not localhost to it (RFC 9728 §3.3).
 * @see [RFC 9728 §3.2](https://www.rfc-editor.org/rfc/rfc9728.html#section-3.2)
 * @see [MCP: authorization](https://modelcontextprotocol.io/specification/2025-06-18/basic/authorization)
 */
export function answerResourceMetadata(
  response: ServerResponse,
  api: CompiledApi,
  origin: string,
): void {
  if (response.req.method === 'OPTIONS') return void response.writeHead(204, PREFLIGHT).end()
  const scopes = api.lab.scopes_supported
  const body = JSON.stringify({
    resource: origin + (api.base || '/'),
    authorization_servers: api.jwt.allowedIssuers,
    bearer_methods_supported: ['header'],
    resource_name: api.definition.name,
    ...(scopes.length > 0 && { scopes_supported: scopes }),
  })
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': 'no-cache',
  })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}
