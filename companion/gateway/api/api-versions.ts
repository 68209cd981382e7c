import type { RefusalMessage, Word } from '#shared/messages/catalogue.ts'
import type { CompiledApi } from './compiled-api.ts'
import { quote } from '#shared/errors/quote.ts'
import { type Refusal, isRefusal, refuse } from '../outcome/refusal.ts'
import { type Route, readRest } from './route.ts'
import { TYK } from '../outcome/tyk-answers.ts'
import type { ChildVersions, Versioning } from './version-rules.ts'
import { readValues } from '../request/framing.ts'

export interface VersionRequest {
  path: string
  query: string | undefined
  rawHeaders: readonly string[]
}

/** Finds an API by its id, including internal APIs, as in Tyk. */
export type FindApi = (id: string) => CompiledApi | undefined

/**
 * Finds the version that a request means.
 *
 * @returns The route to that version; its base has the version's segment where that ends here.
 * @see [Tyk: API versioning](https://tyk.io/docs/api-management/api-versioning/)
 */
export function chooseVersion(
  route: Route,
  request: VersionRequest,
  findApi: FindApi,
): Route | Refusal {
  const { versioning } = route.api
  if (!versioning) return route
  const segment = versioning.place === 'url' ? readSegment(route, request.path) : undefined
  const asked = segment ?? readName(versioning, request)
  const base = `${route.base}/${segment}`
  // Only what has more behind it ends here; Tyk leaves a version that comes last in the path.
  const isCut = segment && isStripped(versioning, segment) && request.path.length > base.length
  const name = asked === '' ? versioning.defaultName : asked
  const found = versioning.children
    ? findChild(route.api, versioning.children, {
        versioning,
        name,
        isCut: Boolean(isCut),
        findApi,
      })
    : findVersion(versioning, name)
  if (isRefusal(found)) return found
  return isCut ? { api: found.withoutSegment ?? found, base } : { api: found, base: route.base }
}

function findVersion(versioning: Versioning<CompiledApi>, name: string): CompiledApi | Refusal {
  if (name === '') return refuseVersion(TYK.noVersionInfo, versioning, nameNone(versioning))
  const { byName, fallsBack, defaultName } = versioning
  const found = byName.get(name) ?? (fallsBack ? byName.get(defaultName) : undefined)
  return found ?? refuseVersion(TYK.unknownVersion, versioning, nameUnknown(versioning, name))
}

interface ChildQuestion {
  versioning: Versioning<CompiledApi>
  name: string
  isCut: boolean
  findApi: FindApi
}

/** With Tyk the texts are those of versions inside an API, and the status of an unknown one is 404. */
function findChild(
  parent: CompiledApi,
  children: ChildVersions<CompiledApi>,
  { versioning, name, isCut, findApi }: ChildQuestion,
): CompiledApi | Refusal {
  const isOwn = (version: string) => version === 'self' || version === children.ownName
  // Asked first: with Tyk, too, an API without a name is the version that has none.
  if (isOwn(name)) return parent
  if (name === '') return refuseVersion(TYK.noVersionInfo, versioning, nameNone(versioning))
  const find = (version: string): CompiledApi | undefined => {
    const id = children.idByName.get(version)
    const child = id === undefined ? undefined : findApi(id)
    return child && adoptChild(parent, children, { child, isCut })
  }
  const found = find(name)
  if (found) return found
  const why = nameUnknown(versioning, name)
  if (!versioning.fallsBack) return refuseVersion(TYK.unknownChild, versioning, why)
  if (isOwn(versioning.defaultName)) return parent
  return (
    find(versioning.defaultName) ??
    refuseVersion(TYK.missingDefaultChild, versioning, {
      code: 'VERSION_DEFAULT_MISSING',
      facts: why.facts,
    })
  )
}

/** A child API behind the listen path of its parent; the parent decides whether the path is stripped. */
function adoptChild(
  parent: CompiledApi,
  { made }: ChildVersions<CompiledApi>,
  { child, isCut }: { child: CompiledApi; isCut: boolean },
): CompiledApi {
  const key = `${isCut ? 'cut' : 'whole'} ${child.id}`
  const known = made.get(key)
  if (known?.from === child) return known.api
  const { withoutSegment: _ofItsOwn, ...rest } = child
  const api: CompiledApi = {
    ...rest,
    stripsListenPath: parent.stripsListenPath,
    versionParam: parent.versionParam,
    versionHeader: parent.versionHeader,
    dropsSegment: isCut,
  }
  made.set(key, { from: child, api })
  return api
}

/** The first segment behind the listen path; empty when there is none. */
function readSegment(route: Route, path: string): string {
  return readRest(route, path).split('/', 2)[1] ?? ''
}

function readName(
  { place, key }: Versioning<CompiledApi>,
  { query, rawHeaders }: VersionRequest,
): string {
  if (place === 'header') return readValues(rawHeaders, key)[0] ?? ''
  return place === 'url-param' ? (new URLSearchParams(query).get(key) ?? '') : ''
}

function isStripped(
  { isStripped: isOn, segments }: Versioning<CompiledApi>,
  segment: string,
): boolean {
  return isOn && (segments?.matcher(segment).find() ?? true)
}

type Versions = Versioning<CompiledApi>

function listVersions({ children, byName }: Versions): string | Word {
  return [...(children?.idByName ?? byName).keys()].join(', ') || { code: 'NONE' }
}

function nameNone(versioning: Versions): RefusalMessage {
  return { code: 'VERSION_NOT_NAMED', facts: { versions: listVersions(versioning) } }
}

function nameUnknown(versioning: Versions, name: string) {
  const facts = { name: quote(name), versions: listVersions(versioning) }
  return { code: 'VERSION_UNKNOWN', facts } as const
}

function refuseVersion(
  answer: readonly [number, string],
  versioning: Versions,
  why: RefusalMessage,
): Refusal {
  return refuse('route', answer, {
    ...why,
    evidence: [
      { label: 'versionPlace', value: describePlace(versioning) },
      { label: 'defaultVersion', value: versioning.defaultName || { code: 'NONE' } },
    ],
    causes: [{ code: 'VERSION_NOT_SAID' }],
  })
}

function describePlace({ place, key }: Versions): Word {
  if (place === 'url') return { code: 'FIRST_SEGMENT' }
  if (place === 'nowhere') return { code: 'NOWHERE' }
  const code = place === 'header' ? 'HEADER' : 'QUERY_PARAMETER'
  return { code, facts: { name: quote(key) } }
}

/** The field that tells callers of the end; every answer carries it that comes after this one check. */
export function readExpiryField(api: CompiledApi, nowMs: number): readonly string[] | undefined {
  return api.expiryField && nowMs < api.announcedEndMs ? api.expiryField : undefined
}

/** Whether the version has expired, or an API without versions. */
export function findExpiry(api: CompiledApi, nowMs: number): Refusal | undefined {
  // Not "at or after the end": an end that is no time has come, as with Tyk.
  if (nowMs < api.endsAtMs) return undefined
  const answer = api.version === undefined ? TYK.apiExpired : TYK.versionExpired
  const at = Number.isNaN(api.endsAtMs)
    ? ({ code: 'UNREADABLE_TIME' } as const)
    : new Date(api.endsAtMs).toISOString()
  const why: RefusalMessage =
    api.version === undefined
      ? { code: 'API_ENDED', facts: { at } }
      : { code: 'VERSION_ENDED', facts: { version: quote(api.version), at } }
  return refuse('route', answer, { ...why, causes: [{ code: 'DEFINITION_HAS_END' }] })
}
