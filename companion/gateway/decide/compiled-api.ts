import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { type LabSettings, readLabSettings } from '#shared/tyk/lab-settings.ts'
import { type AddressRules, readAddressRules } from './caller-address.ts'
import { type CorsRules, readCorsRules } from './cors.ts'
import { type EndpointRules, readEndpointRules } from './endpoint-rules.ts'
import { type JwtRules, readJwtRules } from './jwt-rules.ts'

export interface Target {
  /** Scheme, host and port. */
  origin: string
  /** Without brackets around an IPv6 address. */
  hostname: string
  host: string
  port: number
  /** Without a final slash: `''` or `/base`. */
  basePath: string
  /** Without the question mark. */
  query: string
}

/** Where the credential may stand; `undefined` means that this place is switched off. */
export interface CredentialPlaces {
  /** Lower case. */
  header: string | undefined
  param: string | undefined
  cookie: string | undefined
}

/** An API definition, read once, so that a request reads nothing twice. */
export interface CompiledApi {
  definition: ApiDefinition
  id: string
  /** The listen path without a final slash. */
  base: string
  authentication: 'keyless' | 'jwt' | 'auth_token'
  credential: CredentialPlaces
  jwt: JwtRules
  endpoints: EndpointRules
  addresses: AddressRules
  cors: CorsRules | undefined
  lab: LabSettings
  target: Target
  apiRate: { rate: number; perSeconds: number } | undefined
  hasRateLimit: boolean
  hasQuota: boolean
  hasVersion: boolean
}

export function compileApi(definition: ApiDefinition): CompiledApi {
  const { versions, not_versioned } = definition.version_data
  const lab = readLabSettings(definition)
  return {
    definition,
    id: definition.api_id,
    base: definition.proxy.listen_path.replace(/\/$/, ''),
    authentication: readAuthentication(definition),
    credential: readPlaces(definition),
    jwt: readJwtRules(definition),
    endpoints: readEndpointRules(definition, lab.max_request_body_size),
    addresses: readAddressRules(definition),
    cors: readCorsRules(definition['CORS']),
    lab,
    target: readTarget(definition.proxy.target_url),
    apiRate: readApiRate(definition['global_rate_limit']),
    hasRateLimit: definition['disable_rate_limit'] !== true,
    hasQuota: definition['disable_quota'] !== true,
    hasVersion: !not_versioned || Object.keys(versions).length > 0,
  }
}

function readAuthentication(definition: ApiDefinition): CompiledApi['authentication'] {
  if (definition.use_keyless) return 'keyless'
  return definition.enable_jwt ? 'jwt' : 'auth_token'
}

function readPlaces(definition: ApiDefinition): CredentialPlaces {
  const settings = definition.auth_configs.jwt
  const header = settings.auth_header_name || 'Authorization'
  return {
    header: settings.disable_header ? undefined : header.toLowerCase(),
    param: settings.use_param ? settings.param_name || header : undefined,
    cookie: settings.use_cookie ? settings.cookie_name || header : undefined,
  }
}

function readTarget(targetUrl: string): Target {
  const url = new URL(targetUrl)
  const defaultPort = url.protocol === 'https:' ? 443 : 80
  return {
    origin: url.origin,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    host: url.host,
    port: url.port === '' ? defaultPort : Number(url.port),
    basePath: url.pathname.replace(/\/+$/, ''),
    query: url.search.slice(1),
  }
}

function readApiRate(value: unknown): CompiledApi['apiRate'] {
  const { rate, per, disabled } = readObject(value)
  if (disabled === true || typeof rate !== 'number' || typeof per !== 'number') return undefined
  return rate > 0 && per > 0 ? { rate, perSeconds: per } : undefined
}

function readObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
