import type { CompiledApi } from './compiled-api.ts'
import { type ListenPattern, compileListenPath, matchListenPath } from './listen-path.ts'
import { type Cause, type Refusal, causeWithFix, quote, refuse } from './refusal.ts'
import { TYK } from './tyk-answers.ts'

export interface Route {
  api: CompiledApi
  /** What was matched, without a final slash. */
  base: string
}

/** The path behind the base: empty, or with a slash in front. */
export function readRest({ base }: Route, path: string): string {
  const rest = path.slice(base.length)
  return rest === '' || rest.startsWith('/') ? rest : `/${rest}`
}

/** Where each API answers. */
export interface RouteTable {
  /** By listen path, without a final slash; the longest first. */
  readonly routes: ReadonlyMap<string, Route>
  /** Characters of the longest of them: nothing longer is looked up. */
  readonly longest: number
  /** Listen paths with parameters, the longest first. */
  readonly patterns: readonly (ListenPattern & { api: CompiledApi })[]
  /** Routes that also match the start of a segment, as Tyk does by default. */
  readonly loose: readonly Route[]
}

/**
 * Each active API answers at its listen path and at `/{api_id}/`; a listen path wins over an id of
 * the same spelling. An internal one answers nowhere: with Tyk only other APIs reach it.
 *
 * @see [Tyk: listen path](https://tyk.io/docs/api-management/gateway-config-tyk-classic/#proxy)
 */
export function buildRouteTable(apis: readonly CompiledApi[]): RouteTable {
  const routes = new Map<string, Route>()
  const active = apis.filter(({ definition }) => definition.active && definition.internal !== true)
  const plain = active.filter(({ base }) => !base.includes('{'))
  for (const api of plain) if (!routes.has(api.base)) routes.set(api.base, { api, base: api.base })
  for (const api of active) {
    const base = `/${api.id}`
    if (!routes.has(base)) routes.set(base, { api, base })
  }
  const sorted = [...routes].sort(([left], [right]) => right.length - left.length)
  const loose = sorted.flatMap(([, route]) =>
    route.api.jwt.quirks.has('loose_listen_path') ? [route] : [],
  )
  const patterns = active
    .filter(({ base }) => base.includes('{'))
    .flatMap((api) => {
      const pattern = compileListenPath(api.base)
      return pattern ? [{ ...pattern, api }] : []
    })
    .sort((left, right) => right.weight - left.weight)
  return { routes: new Map(sorted), longest: sorted[0]?.[0].length ?? 0, patterns, loose }
}

/**
 * Finds the API of a path, whole segments only: `/apix` is not `/api`, unlike with Tyk's default of
 * `enable_strict_routes: false`, which is the quirk `loose_listen_path`. The cost grows with the
 * segments of the path, not with the number of APIs.
 *
 * @param path - Checked by `readRequestPath`, without its query.
 */
export function findRoute(table: RouteTable, path: string): Route | Refusal {
  const plain = findPlain(table, path)
  const route = table.patterns.length > 0 ? findPattern(table, path, plain) : plain
  if (route) return route
  const loose = table.loose.find(({ base }) => path.startsWith(base))
  if (loose) return loose
  return refuse('route', TYK.unknownPath, {
    reason: `No API listens on ${quote(path)}.`,
    evidence: [{ label: 'Path', value: quote(path) }, ...listPaths([...table.routes.values()])],
    causes: findCauses([...table.routes.values()], path),
  })
}

function findPlain({ routes, longest }: RouteTable, path: string): Route | undefined {
  const start = path.length > longest ? path.lastIndexOf('/', longest) : path.length
  for (let end = start; end >= 0; end = end === 0 ? -1 : path.lastIndexOf('/', end - 1)) {
    const route = routes.get(path.slice(0, end))
    if (route) return route
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

function listPaths(table: readonly Route[]): { label: string; value: string }[] {
  const paths = new Set(table.map(({ api }) => api.definition.proxy.listen_path))
  return [{ label: 'Listen paths', value: [...paths].slice(0, 10).join(', ') || 'none' }]
}

function findCauses(table: readonly Route[], path: string): Cause[] {
  const first = table[0]
  if (!first) return [causeWithFix('No API exists yet.', 'api', { label: 'Create the API' })]
  const lower = path.toLowerCase()
  const near = table.find(({ base }) => lower.startsWith(base.toLowerCase()))
  const { listen_path } = (near ?? first).api.definition.proxy
  const text = near
    ? `${listen_path} is near: upper and lower case count, and a path matches by whole segments.`
    : 'The call went to a path that belongs to no API.'
  return [
    causeWithFix(text, 'call-api', { label: `Call ${listen_path}`, inputs: { path: listen_path } }),
    causeWithFix('The API listens on another path.', 'api', {
      label: 'Change the listen path',
      inputs: {},
    }),
  ]
}
