import type { DcrProvider } from '#shared/tyk/dcr-options.ts'
import { getDriver, listDrivers } from './drivers.ts'

/** A place where an issuer's metadata may be. */
export interface Place {
  issuer: string
  source: string
}

/**
 * Where the metadata may be that a person means by an address.
 *
 * @param provider - The kind of provider; where it is not known, the host may tell.
 */
export function listPlaces(host: string, provider?: DcrProvider): Place[] {
  return listIssuers(host, provider).flatMap(listPlacesOf)
}

/** Issuers that a host may mean, the likeliest first: those that its kind of provider has, then the address itself. */
function listIssuers(host: string, provider: DcrProvider | undefined): string[] {
  const base = host.replace(/\/+$/, '')
  const { pathname, hostname } = new URL(base)
  if (pathname !== '/') return [base]
  const drivers =
    provider === undefined
      ? listDrivers().filter(({ ownsHost }) => ownsHost?.(hostname))
      : [getDriver(provider)]
  const paths = drivers.flatMap(({ issuerPaths = [] }) => issuerPaths)
  return [...paths.map((path) => `${base}${path}`), base]
}

/**
 * Every address that a specification gives for an issuer's metadata, in the order of the MCP specification:
 * RFC 8414 inserts its name before the path, OpenID Connect is tried inserted and appended. Last the appended
 * form of RFC 8414, which no specification has and some servers serve.
 *
 * @see [RFC 8414 §3.1](https://www.rfc-editor.org/rfc/rfc8414.html#section-3.1)
 * @see [OIDC Discovery §4.1](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationRequest)
 * @see [MCP: authorization server metadata discovery](https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization)
 */
function listPlacesOf(issuer: string): Place[] {
  const { origin, pathname } = new URL(issuer)
  const path = pathname === '/' ? '' : pathname
  const sources = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
    `${issuer}/.well-known/openid-configuration`,
    `${issuer}/.well-known/oauth-authorization-server`,
  ]
  return [...new Set(sources)].map((source) => ({ issuer, source }))
}
