import { computeScopeUnion } from '@modelcontextprotocol/client'

export interface KnownScopes {
  /** Of the challenge. */
  challenged?: string | undefined
  /** Of the resource metadata. */
  listed?: readonly string[] | undefined
  /** Of the authorization server's metadata. */
  serverListed?: readonly string[] | undefined
}

/**
 * What a client asks for: the challenge decides, else what the resource metadata lists, else nothing. Where
 * the authorization server lists `offline_access`, a client that wants to renew its token adds it.
 *
 * @see [MCP, scope selection strategy](https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization#scope-selection-strategy)
 */
export function chooseScope({ challenged, listed, serverListed }: KnownScopes): string {
  const chosen = challenged ?? (listed ?? []).join(' ')
  if (chosen === '') return ''
  return widenScope(chosen, serverListed?.includes('offline_access') ? 'offline_access' : undefined)
}

/** Both scopes in one; each name once. */
export function widenScope(had: string | undefined, needed: string | undefined): string {
  return computeScopeUnion(had, needed) ?? ''
}
