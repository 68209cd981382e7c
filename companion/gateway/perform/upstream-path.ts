import type { CompiledApi } from '../decide/compiled-api.ts'

export interface PathParts {
  /** The whole path of the request, checked by `readRequestPath`. */
  path: string
  /** The part behind the listen path. */
  rest: string
  query: string | undefined
}

/**
 * The request target for the upstream. It is joined as text and never resolved, so that it cannot
 * come to mean another host or another path than the one that was judged.
 *
 * @see [Tyk: proxy settings](https://tyk.io/docs/tyk-gateway-api/api-definition-objects/proxy-settings/)
 */
export function joinUpstreamPath(api: CompiledApi, { path, rest, query }: PathParts): string {
  const { proxy } = api.definition
  let joined = api.target.basePath + (proxy.strip_listen_path ? rest : path)
  if (!proxy.disable_strip_slash && joined.endsWith('/')) joined = joined.slice(0, -1)
  if (!joined.startsWith('/')) joined = `/${joined}`
  const escaped = joined.replaceAll('(', '%28').replaceAll(')', '%29')
  if (query === undefined && api.target.query === '') return escaped
  const queries = [api.target.query, stripParam(api, query)].filter(Boolean)
  return queries.length === 0 ? escaped : `${escaped}?${queries.join('&')}`
}

function stripParam({ definition, credential }: CompiledApi, query = ''): string {
  const { param } = credential
  if (!definition.strip_auth_data || param === undefined) return query
  const pairs = query.split('&').filter((pair) => !new URLSearchParams(pair).has(param))
  return pairs.join('&')
}
