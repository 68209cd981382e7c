import { type ApiDefinition, readTokenPlaces } from '#shared/tyk/api-definition.ts'
import { type ReadApi, readApi } from '#shared/tyk/read-api.ts'
import { type Unserved, findUnserved } from '#shared/tyk/find-unserved.ts'
import { isHttpTarget } from '#shared/tyk/target-url.ts'
import { OWN } from '../outcome/own-answers.ts'
import { type GatewayExtras, readGatewayExtras } from '#shared/tyk/gateway-extras.ts'
import {
  type Version,
  type Versioning,
  findOnlyVersion,
  isAmbiguous,
  readExpiry,
  readVersioning,
} from './version-rules.ts'
import { type AddressRules, readAddressRules } from '../request/caller-address.ts'
import { type CorsRules, readCorsRules } from '../endpoint/cors.ts'
import { readBrowserAccess } from '../endpoint/browser-access.ts'
import { type ApiRate, type EndpointRules, readEndpointRules } from '../endpoint/endpoint-rules.ts'
import { type JwtRules, readJwtRules } from '../token/jwt-rules.ts'
import { readMembers } from '../go/members.ts'
import { type ProtectedResource, readProtectedResource } from '../endpoint/protected-resource.ts'
import { TYK } from '../outcome/tyk-answers.ts'

export interface Target {
  /** Scheme, host and port. */
  origin: string
  /** Without brackets around an IPv6 address. */
  hostname: string
  host: string
  port: number
  /** As the definition writes it. */
  path: string
  /** The path without a final slash: `''` or `/base`. */
  basePath: string
  /** Without the question mark. */
  query: string
}

/** Where the credential may be sent; `undefined` means that this place is switched off. */
export interface CredentialPlaces {
  /** Lower case. */
  header: string | undefined
  param: string | undefined
  cookie: string | undefined
}

/**
 * An API definition, compiled once, so that requests do not interpret it again. Members that every request
 * reads come first, to share cache lines: with a thousand APIs most requests find their API outside the
 * CPU's cache.
 */
export interface CompiledApi {
  id: string
  /** The listen path without a final slash. */
  base: string
  authentication: 'keyless' | 'jwt' | 'auth_token'
  /** Whether no rule can refuse or answer a request before the check of its credential. */
  isOpen: boolean
  credential: CredentialPlaces
  jwt: JwtRules
  target: Target
  stripsListenPath: boolean
  /** Whether the slash at the end of the target stays where the request adds nothing to it. */
  keepsTargetSlash: boolean
  preservesHost: boolean
  /** Whether the credential is removed before forwarding. */
  stripsCredential: boolean
  apiRate: ApiRate | undefined
  hasRateLimit: boolean
  hasQuota: boolean
  /** Set for an API that has versions: each version is a separate API. */
  versioning: Versioning<CompiledApi> | undefined
  /** The name of the version that this is, which access rights have to list. */
  version: string | undefined
  /** The same version for a path whose segment names it and is not passed on. */
  withoutSegment?: CompiledApi
  /** Whether the segment before the rest of a path is the version's, and ends here. */
  dropsSegment: boolean
  /** The query parameter that names the version, where it ends here. */
  versionParam: string | undefined
  /** The header that names the version, in lower case, where it ends here. */
  versionHeader: string | undefined
  /** Milliseconds since the epoch; `Infinity` for never, `NaN` for a time that cannot be read. */
  endsAtMs: number
  /** The end that callers are told: that of the only version, too, which ends nothing. */
  announcedEndMs: number
  /** Name and value of the field that tells it, where it is known. */
  expiryField: readonly string[] | undefined
  definition: ReadApi
  /** The definition as it is stored; one object shared by everything compiled from it. */
  source: ReadApi
  endpoints: EndpointRules
  addresses: AddressRules
  cors: CorsRules | undefined
  protectedResource: ProtectedResource | undefined
  lab: GatewayExtras
  /** Why the gateway keeps the API and calls no target for it. */
  unserved: Unserved | undefined
  /** Why an API cannot be served: its target, or an API without versions. */
  versionProblem: readonly [status: number, error: string] | undefined
}

/** Returns the shared object for all parts with equal content. */
export type Share = <T extends object>(part: T) => T

export function compileApi(record: ApiDefinition, share: Share = (part) => part): CompiledApi {
  const definition = readApi(record)
  const { version_data } = definition
  if (version_data.not_versioned) {
    const only = compileVersion(definition, findOnlyVersion(version_data), share)
    const whole = {
      ...only,
      ...readOnlyEnd(definition),
      versionProblem: only.versionProblem ?? findVersionProblem(version_data),
    }
    const isParent = definition.definition.enabled === true
    return noteIsOpen({
      ...whole,
      ...(isParent && {
        versioning: readVersioning(definition, new Map()),
        withoutSegment: noteIsOpen({ ...whole, dropsSegment: true }),
      }),
    })
  }
  const byName = new Map<string, CompiledApi>()
  for (const [name, version] of Object.entries(version_data.versions))
    byName.set(name, compileNamed(definition, { name, version }, share))
  return noteIsOpen({
    ...compileVersion(definition, undefined, share),
    versioning: readVersioning(definition, byName),
  })
}

function noteIsOpen(api: CompiledApi): CompiledApi {
  const { versionProblem, endsAtMs, expiryField, endpoints, cors, protectedResource, addresses } =
    api
  const isOpen =
    versionProblem === undefined &&
    endsAtMs === Infinity &&
    expiryField === undefined &&
    endpoints.isPlain &&
    cors === undefined &&
    protectedResource === undefined &&
    addresses.allowed === undefined &&
    addresses.blocked.length === 0
  return { ...api, isOpen }
}

function findVersionProblem(data: ReadApi['version_data']): CompiledApi['versionProblem'] {
  if (isAmbiguous(data)) return TYK.ambiguousVersion
  return findOnlyVersion(data) === undefined ? TYK.noVersion : undefined
}

function compileNamed(
  definition: ReadApi,
  { name, version }: { name: string; version: Version },
  share: Share,
): CompiledApi {
  const { override_target } = version
  const compiled = noteIsOpen({
    ...compileVersion(definition, version, share),
    version: name,
    ...readEnd(version['expires']),
    ...(override_target && readWayOut(definition, override_target, share)),
  })
  return { ...compiled, withoutSegment: { ...compiled, dropsSegment: true } }
}

function compileVersion(
  definition: ReadApi,
  version: Version | undefined,
  share: Share,
): CompiledApi {
  const lab = share(readGatewayExtras(definition))
  const { proxy } = definition
  return {
    id: definition.api_id,
    base: proxy.listen_path.replace(/\/$/, ''),
    authentication: readAuthentication(definition),
    isOpen: false,
    credential: share(readPlaces(definition)),
    jwt: share(readJwtRules(definition)),
    ...readWayOut(definition, proxy.target_url, share),
    stripsListenPath: proxy.strip_listen_path,
    keepsTargetSlash: proxy.disable_strip_slash,
    preservesHost: proxy.preserve_host_header,
    stripsCredential: definition.strip_auth_data,
    apiRate: readApiRate(definition['global_rate_limit']),
    hasRateLimit: definition['disable_rate_limit'] !== true,
    hasQuota: definition['disable_quota'] !== true,
    versioning: undefined,
    version: undefined,
    dropsSegment: false,
    versionParam: readStrippedKey(definition, 'url-param'),
    versionHeader: readStrippedKey(definition, 'header')?.toLowerCase(),
    ...readEnd(undefined),
    definition,
    source: definition,
    endpoints: share(
      readEndpointRules(version, {
        maxBodyBytes: lab.max_request_body_size,
        document: definition.oas,
      }),
    ),
    addresses: readAddressRules(definition),
    cors: readCorsRules(definition['CORS']) ?? readBrowserAccess(lab),
    protectedResource: readProtectedResource(definition),
    lab,
  }
}

type End = Pick<CompiledApi, 'endsAtMs' | 'announcedEndMs' | 'expiryField'>

function readEnd(text: unknown): End {
  const endsAtMs = readExpiry(text)
  const isKnown = Number.isFinite(endsAtMs)
  const moment = isKnown ? new Date(endsAtMs).toUTCString().replace('GMT', 'UTC') : ''
  return {
    endsAtMs,
    announcedEndMs: endsAtMs,
    expiryField: isKnown ? ['X-Tyk-Api-Expires', moment] : undefined,
  }
}

/** An API without versions expires by its own date; the date of its only version is announced only. */
function readOnlyEnd(definition: ReadApi): End {
  const own = readEnd(definition['expiration'])
  if (own.expiryField) return own
  const announced = readEnd(findOnlyVersion(definition.version_data)?.['expires'])
  return { ...announced, endsAtMs: own.endsAtMs }
}

function readStrippedKey(
  { definition, version_data }: ReadApi,
  location: 'header' | 'url-param',
): string | undefined {
  const isStripped =
    (!version_data.not_versioned || definition.enabled === true) &&
    definition.location === location &&
    definition.strip_versioning_data === true
  return isStripped ? definition.key : undefined
}

function readAuthentication(definition: ReadApi): CompiledApi['authentication'] {
  if (definition.use_keyless) return 'keyless'
  return definition.enable_jwt ? 'jwt' : 'auth_token'
}

function readPlaces(definition: ReadApi): CredentialPlaces {
  const settings = readTokenPlaces(definition)
  const header = settings.auth_header_name || 'Authorization'
  return {
    header: settings.disable_header ? undefined : header.toLowerCase(),
    param: settings.use_param ? settings.param_name || header : undefined,
    cookie: settings.use_cookie ? settings.cookie_name || header : undefined,
  }
}

type WayOut = Pick<CompiledApi, 'target' | 'unserved' | 'versionProblem'>

function readWayOut(definition: ReadApi, target_url: string, share: Share): WayOut {
  const unserved = findUnserved({ ...definition, proxy: { ...definition.proxy, target_url } })
  return {
    target: share(readTarget(target_url)),
    unserved,
    versionProblem: unserved && OWN.notServed,
  }
}

/** Nothing is sent to the target of an API that is not served. */
function readTarget(targetUrl: string): Target {
  const url = new URL(isHttpTarget(targetUrl) ? targetUrl : 'http://not-served.invalid')
  const defaultPort = url.protocol === 'https:' ? 443 : 80
  return {
    origin: url.origin,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    host: url.host,
    port: url.port === '' ? defaultPort : Number(url.port),
    path: url.pathname,
    basePath: url.pathname.replace(/\/+$/, ''),
    query: url.search.slice(1),
  }
}

function readApiRate(value: unknown): CompiledApi['apiRate'] {
  const { rate, per, disabled } = readMembers(value)
  if (disabled === true || typeof rate !== 'number' || typeof per !== 'number') return undefined
  return rate > 0 && per > 0 ? { key: '', rate, perSeconds: per } : undefined
}
