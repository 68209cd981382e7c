import { VERDICT_HEADER } from '#shared/contract/verdict.ts'
import type { GatewayExtras } from '#shared/tyk/gateway-extras.ts'
import type { CorsRules } from './cors.ts'

/**
 * What a client in a web page needs of an API with the error profile of RFC 6750: without it a page never
 * sees the 401 that names the authorization server. Credentials are tokens, which a page has to know itself,
 * so any origin may call; cookies are not allowed.
 *
 * @see [MCP, transports](https://modelcontextprotocol.io/specification/2026-07-28/basic/transports) the headers
 */
const BROWSERS: CorsRules = {
  origins: ['*'],
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  headers: ['*'],
  exposed: [
    'WWW-Authenticate',
    'Mcp-Session-Id',
    'MCP-Protocol-Version',
    'Retry-After',
    VERDICT_HEADER,
  ].join(', '),
  hasCredentials: false,
  maxAgeSeconds: 600,
  isPassedThrough: false,
  takesEveryOptions: false,
}

/** @returns `undefined` where web pages get what the definition says, which is nothing. */
export function readBrowserAccess({
  error_profile: profile,
  browser_clients: browsers,
}: GatewayExtras): CorsRules | undefined {
  return profile === 'rfc6750' && browsers === 'let_in' ? BROWSERS : undefined
}
