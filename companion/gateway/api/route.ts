import type { CompiledApi } from './compiled-api.ts'
import { type ListenPattern, compileListenPath, matchListenPath } from '../request/listen-path.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Cause, type Evidence, type Refusal, refuse } from '../outcome/refusal.ts'
import { hasDots } from '../request/request-path.ts'
import { TYK } from '../outcome/tyk-answers.ts'

export interface Route {
  api: CompiledApi
  /** The matched part of the path, without a final slash. */
  base: string
}

/** Where an API listens. */
export interface ListenRoute extends Route {
  /** A listen path that ends with a slash matches longer paths, but not the path without the slash. */
  takesBase: boolean
}

/** The path behind the base: empty, or with a slash in front. */
export function readRest({ base }: Route, path: string): string {
  const rest = path.slice(base.length)
  return rest === '' || rest.startsWith('/') ? rest : `/${rest}`
}

/** Where each API answers. */
export interface RouteTable {
  /** By listen path, without a final slash; the longest first. */
  readonly routes: ReadonlyMap<string, ListenRoute>
  /** Length of the longest listen path: longer prefixes are not looked up. */
  readonly longest: number
  /** Listen paths with parameters, the longest first. */
  readonly patterns: readonly (ListenPattern & { api: CompiledApi })[]
  /** Those that do not end with a slash: what goes on in their last segment is theirs, too. */
  readonly edges: ReadonlyMap<string, Route>
  /** The lengths that edges have, the longest first. */
  readonly edgeLengths: readonly number[]
}

/**
 * Each API answers at its listen path and at `/{api_id}/`; a listen path wins over an id of the same
 * spelling. One that is not active answers, too: only Tyk's Dashboard keeps those back. An internal one answers nowhere: with Tyk only other APIs reach it.
 *
 * @see [Tyk: listen path](https://tyk.io/docs/api-management/gateway-config-tyk-classic/#proxy)
 */
export function buildRouteTable(apis: readonly CompiledApi[]): RouteTable {
  const routes = new Map<string, ListenRoute>()
  const served = apis.filter(({ definition }) => definition.internal !== true)
  // What is not served may have no listen path; it answers at its id, and says so.
  const plain = served.filter(
    ({ base, definition }) => !base.includes('{') && definition.proxy.listen_path !== '',
  )
  for (const api of plain) {
    // The metadata of RFC 9728 name an API by its address without the slash, which has to answer.
    const isNamed = api.lab.error_profile === 'rfc6750'
    const takesBase = isNamed || !api.definition.proxy.listen_path.endsWith('/')
    if (!routes.has(api.base)) routes.set(api.base, { api, base: api.base, takesBase })
  }
  for (const api of served) {
    const base = `/${api.id}`
    if (!routes.has(base)) routes.set(base, { api, base, takesBase: false })
  }
  const sorted = [...routes].sort(([left], [right]) => right.length - left.length)
  const edges = sorted.filter(
    ([, { api, takesBase }]) => takesBase && !api.definition.proxy.listen_path.endsWith('/'),
  )
  const patterns = served
    .filter(({ base }) => base.includes('{'))
    .flatMap((api) => {
      const pattern = compileListenPath(api.definition.proxy.listen_path)
      return pattern ? [{ ...pattern, api }] : []
    })
    .sort((left, right) => right.weight - left.weight)
  return {
    routes: new Map(sorted),
    longest: sorted[0]?.[0].length ?? 0,
    patterns,
    edges: new Map(edges),
    edgeLengths: [...new Set(edges.map(([base]) => base.length))],
  }
}

/**
 * Finds the API of a path, whole segments only: `/apix` is not `/api`, unlike with Tyk's default of
 * `enable_strict_routes: false`, which is the quirk `loose_listen_path`. As with Tyk the longest
 * listen path counts even then: no shorter one takes `/apix`. The cost grows with the segments of
 * the path and the lengths of listen paths, not with the number of APIs.
 *
 * @param path - Checked by `readRequestPath`, without its query.
 */
export function findRoute(table: RouteTable, path: string): Route | Refusal {
  const plain = findPlain(table, path)
  const edge = table.edgeLengths.length > 0 ? findEdge(table, path, plain) : undefined
  const longest = edge ?? plain
  const route = table.patterns.length > 0 ? findPattern(table, path, longest) : longest
  if (route && (route !== edge || isLoose(route, path))) return route
  return refuse('route', TYK.unknownPath, {
    code: 'API_UNKNOWN',
    facts: { path: quote(path) },
    evidence: [{ label: 'path', value: quote(path) }, listPaths([...table.routes.values()])],
    causes: findCauses([...table.routes.values()], path),
  })
}

/** Whether what goes on in the last segment is the API's; never what would lead out of its target. */
function isLoose(edge: Route, path: string): boolean {
  return edge.api.jwt.quirks.has('loose_listen_path') && !hasDots(readRest(edge, path))
}

function findPlain({ routes, longest }: RouteTable, path: string): Route | undefined {
  const start = path.length > longest ? path.lastIndexOf('/', longest) : path.length
  for (let end = start; end >= 0; end = end === 0 ? -1 : path.lastIndexOf('/', end - 1)) {
    const route = routes.get(path.slice(0, end))
    if (route && (route.takesBase || end < path.length)) return route
  }
  return undefined
}

/** The listen path that ends within a segment of the path, where it is longer than what was found. */
function findEdge(
  { edges, edgeLengths }: RouteTable,
  path: string,
  plain: Route | undefined,
): Route | undefined {
  for (const length of edgeLengths) {
    if (plain && length <= plain.base.length) return undefined
    const edge = length < path.length ? edges.get(path.slice(0, length)) : undefined
    if (edge) return edge
  }
  return undefined
}

/** Parameters do not count as length, so a plain path may be the longer one. */
function findPattern(
  { patterns }: RouteTable,
  path: string,
  plain: Route | undefined,
): Route | undefined {
  for (const pattern of patterns) {
    if (plain && plain.base.length >= pattern.weight) return plain
    const base = matchListenPath(pattern, path)
    if (base !== undefined) return { api: pattern.api, base }
  }
  return plain
}

function listPaths(table: readonly Route[]): Evidence {
  const paths = new Set(table.map(({ api }) => api.definition.proxy.listen_path).filter(Boolean))
  const shown = [...paths].slice(0, 10).join(', ')
  return { label: 'listenPaths', value: shown || { code: 'NONE' } }
}

function findCauses(table: readonly Route[], path: string): Cause[] {
  const first = table[0]
  if (!first) return [{ code: 'API_LIST_EMPTY' }]
  const lower = path.toLowerCase()
  const near = table.find(({ base }) => lower.startsWith(base.toLowerCase()))
  const { listen_path: listenPath } = (near ?? first).api.definition.proxy
  const code = near ? 'LISTEN_PATH_NEAR' : 'PATH_WITHOUT_API'
  return [{ code, facts: { listenPath } }, { code: 'API_LISTENS_ELSEWHERE' }]
}
