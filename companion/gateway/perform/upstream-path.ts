import type { CompiledApi } from '../api/compiled-api.ts'
import { escapePath } from '../go/go-path.ts'

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
  const joined = joinPaths(api, api.stripsListenPath ? rest : keepListenPath(api, path, rest))
  if (query === undefined && api.target.query === '') return joined
  const queries = [api.target.query, stripParam(api, query)].filter(Boolean)
  return queries.length === 0 ? joined : `${joined}?${queries.join('&')}`
}

/** The final slash of a request stays. That of the target gives way, unless the API says otherwise. */
function joinPaths({ target, keepsTargetSlash }: CompiledApi, rest: string): string {
  if (rest !== '' && rest !== '/') return target.basePath + escapePath(rest)
  return keepsTargetSlash ? target.path : target.basePath || '/'
}

/** The whole path, without the segment that named the version where it ends here. */
function keepListenPath({ dropsSegment }: CompiledApi, path: string, rest: string): string {
  if (!dropsSegment) return path
  const matched = path.slice(0, path.length - rest.length)
  return matched.slice(0, matched.lastIndexOf('/')) + rest
}

/** Parameters that are meant for the gateway alone. */
function stripParam(api: CompiledApi, query = ''): string {
  const { stripsCredential, credential, versionParam } = api
  const own = [stripsCredential ? credential.param : undefined, versionParam]
  if (own.every((name) => name === undefined)) return query
  const isOwn = (pair: string) => {
    const params = new URLSearchParams(pair)
    return own.some((name) => name !== undefined && params.has(name))
  }
  return query
    .split('&')
    .filter((pair) => !isOwn(pair))
    .join('&')
}
