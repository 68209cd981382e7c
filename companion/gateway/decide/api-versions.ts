import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import type { RE2JS } from 're2js'
import { compilePattern } from './path-pattern.ts'
import type { CompiledApi } from './compiled-api.ts'
import { type Refusal, quote, refuse } from './refusal.ts'
import { type Route, readRest } from './route.ts'
import { TYK } from './tyk-answers.ts'
import { readValues } from './wire-guard.ts'

type VersionData = ApiDefinition['version_data']
export type Version = VersionData['versions'][string]

/** How the versions of an API are told apart. */
export interface Versioning {
  place: 'header' | 'url-param' | 'url' | 'nowhere'
  /** Of the header, in lower case, or of the query parameter. */
  key: string
  /** Each version as an API of its own. */
  byName: ReadonlyMap<string, CompiledApi>
  /** Empty for none. */
  defaultName: string
  /** Whether a name that does not exist means the default version. */
  fallsBack: boolean
  /** Whether the segment that names the version ends here. */
  isStripped: boolean
  /** Which segments name a version; `undefined` for all. */
  segments: RE2JS | undefined
}

/** When a version ends, as Tyk writes it: `2006-01-02 15:04`, in UTC. */
const EXPIRY = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d)$/

/**
 * @returns Milliseconds since the epoch; `Infinity` for never, `NaN` for a text that is no time.
 */
export function readExpiry(text: unknown): number {
  if (text === undefined || text === null || text === '' || text === '-1') return Infinity
  const parts = typeof text === 'string' ? EXPIRY.exec(text) : null
  return parts ? Date.parse(`${parts[1]}T${parts[2]}Z`) : NaN
}

export function readVersioning(
  { definition, version_data }: ApiDefinition,
  byName: ReadonlyMap<string, CompiledApi>,
): Versioning {
  const { location, key } = definition
  const isKnown = location === 'header' || location === 'url-param' || location === 'url'
  const pattern = definition.url_versioning_pattern
  return {
    place: isKnown ? location : 'nowhere',
    key: location === 'header' ? key.toLowerCase() : key,
    byName,
    defaultName: version_data.default_version,
    fallsBack: definition.fallback_to_default === true,
    isStripped: definition.strip_versioning_data === true || definition.strip_path === true,
    segments: pattern !== undefined && pattern !== '' ? compilePattern(pattern) : undefined,
  }
}

/** The one version of an API that has no versions; its absence is Tyk's own refusal. */
export function findOnlyVersion({ versions }: VersionData): Version | undefined {
  const all = Object.values(versions)
  if (all.length === 1) return all[0]
  return DEFAULTS.map((name) => versions[name]).find((version) => version !== undefined)
}

/** Names that Tyk takes for that of the only version, in this order. */
const DEFAULTS = ['Default', 'default', '']

export function isAmbiguous({ versions }: VersionData): boolean {
  return DEFAULTS.filter((name) => versions[name] !== undefined).length > 1
}

export interface VersionRequest {
  path: string
  query: string | undefined
  rawHeaders: readonly string[]
}

/**
 * Finds the version that a request means.
 *
 * @returns The route to that version; its base has the version's segment where that ends here.
 * @see [Tyk: API versioning](https://tyk.io/docs/api-management/api-versioning/)
 */
export function chooseVersion(
  route: Route,
  versioning: Versioning,
  request: VersionRequest,
): Route | Refusal {
  const segment = versioning.place === 'url' ? readSegment(route, request.path) : undefined
  const asked = segment ?? readName(versioning, request)
  const name = asked === '' ? versioning.defaultName : asked
  if (name === '') return refuseVersion(TYK.noVersionInfo, versioning, 'The request names none')
  const found =
    versioning.byName.get(name) ??
    (versioning.fallsBack ? versioning.byName.get(versioning.defaultName) : undefined)
  if (!found)
    return refuseVersion(TYK.unknownVersion, versioning, `The request names ${quote(name)}`)
  if (!segment || !isStripped(versioning, segment)) return { api: found, base: route.base }
  const base = `${route.base}/${segment}`
  // Only what has more behind it ends here; Tyk leaves a version that comes last in the path.
  return request.path.length > base.length
    ? { api: found.withoutSegment ?? found, base }
    : { api: found, base: route.base }
}

/** The first segment behind the listen path; empty when there is none. */
function readSegment(route: Route, path: string): string {
  return readRest(route, path).split('/', 2)[1] ?? ''
}

function readName({ place, key }: Versioning, { query, rawHeaders }: VersionRequest): string {
  if (place === 'header') return readValues(rawHeaders, key)[0] ?? ''
  return place === 'url-param' ? (new URLSearchParams(query).get(key) ?? '') : ''
}

function isStripped({ isStripped: isOn, segments }: Versioning, segment: string): boolean {
  return isOn && (segments?.matcher(segment).find() ?? true)
}

function refuseVersion(
  answer: readonly [number, string],
  { place, key, byName, defaultName }: Versioning,
  what: string,
): Refusal {
  const where = place === 'url' ? 'first segment of the path' : `${place} ${key}`.trim()
  return refuse('route', answer, {
    reason: `${what}, and the API has the versions ${[...byName.keys()].join(', ') || 'none'}.`,
    evidence: [
      { label: 'Version read from', value: quote(where) },
      { label: 'Default version', value: defaultName || 'none' },
    ],
    causes: [{ text: 'The client does not say which version of the API it wants.' }],
  })
}

/** Whether the version, or the API where it has none, has come to its end. */
export function findExpiry(api: CompiledApi, nowMs: number): Refusal | undefined {
  // Not "at or after the end": an end that is no time has come, as with Tyk.
  if (nowMs < api.endsAtMs) return undefined
  const answer = api.version === undefined ? TYK.apiExpired : TYK.versionExpired
  const end = Number.isNaN(api.endsAtMs)
    ? 'an unreadable time'
    : new Date(api.endsAtMs).toISOString()
  return refuse('route', answer, {
    reason: `${api.version === undefined ? 'The API' : `The version ${quote(api.version)}`} ended at ${end}.`,
    causes: [{ text: 'The definition has an end (expiration, or expires of the version).' }],
  })
}
