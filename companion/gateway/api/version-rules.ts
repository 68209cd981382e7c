import type { RE2JS } from 're2js'
import type { ReadApi } from '#shared/tyk/read-api.ts'
import { compilePattern } from '../go/path-pattern.ts'

type VersionData = ReadApi['version_data']
export type Version = VersionData['versions'][string]

/** How the versions of an API are told apart. */
export interface Versioning<Api> {
  place: 'header' | 'url-param' | 'url' | 'nowhere'
  /** Of the header, in lower case, or of the query parameter. */
  key: string
  /** Each version as a separate API. */
  byName: ReadonlyMap<string, Api>
  /** Empty for none. */
  defaultName: string
  /** Whether a name that does not exist means the default version. */
  fallsBack: boolean
  /** Whether the segment that names the version ends here. */
  isStripped: boolean
  /** Which segments name a version; `undefined` for all. */
  segments: RE2JS | undefined
  /** Set where the versions are APIs of their own. */
  children: ChildVersions<Api> | undefined
}

/** Versions that are separate APIs, called at the listen path of this API. */
export interface ChildVersions<Api> {
  /** The name of the version that the API itself is. */
  ownName: string
  idByName: ReadonlyMap<string, string>
  /** What was made of the children, with the API that each was made from. */
  made: Map<string, { from: Api; api: Api }>
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

export function readVersioning<Api>(
  { definition, version_data }: ReadApi,
  byName: ReadonlyMap<string, Api>,
): Versioning<Api> {
  const { location, key } = definition
  const isKnown = location === 'header' || location === 'url-param' || location === 'url'
  const pattern = definition.url_versioning_pattern
  const isParent = definition.enabled === true
  return {
    place: isKnown ? location : 'nowhere',
    key: location === 'header' ? key.toLowerCase() : key,
    byName,
    defaultName: (isParent ? definition.default : undefined) ?? version_data.default_version,
    fallsBack: definition.fallback_to_default === true,
    isStripped: definition.strip_versioning_data === true || definition.strip_path === true,
    segments: pattern !== undefined && pattern !== '' ? compilePattern(pattern) : undefined,
    children: isParent
      ? {
          ownName: definition.name ?? '',
          idByName: new Map(Object.entries(definition.versions ?? {})),
          made: new Map(),
        }
      : undefined,
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
