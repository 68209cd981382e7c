import { DEFAULT_VERSION_KEY, type ReadApi } from '../read-api.ts'
import { refuseExport } from './refuse-export.ts'

type Members = Record<string, unknown>
type Version = ReadApi['version_data']['versions'][string]

export interface ExportedEndpoints {
  /** OpenAPI paths, with an operation for each endpoint that a list names. */
  paths: Record<string, Record<string, Members>>
  /** Tyk's part of them, by operation id. */
  operations: Record<string, Members>
}

/** What an OAS document can say about a path: plain segments and parameters. */
const PLAIN_PATH = /^\/(?:[A-Za-z0-9._~-]+|\{\w+\}|\/)*$/

const ALL_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

/** Members of `x-tyk-api-gateway.middleware.global`. */
export function exportGlobal(definition: ReadApi): Members {
  const { CORS, disable_rate_limit, disable_quota } = definition
  const version = findVersion(definition)
  const sizeLimit = version?.global_size_limit ?? 0
  return {
    ...(CORS?.enable && {
      cors: {
        enabled: true,
        allowedOrigins: CORS.allowed_origins ?? [],
        allowedMethods: CORS.allowed_methods ?? [],
        allowedHeaders: CORS.allowed_headers ?? [],
        exposedHeaders: CORS.exposed_headers ?? [],
        allowCredentials: CORS.allow_credentials ?? false,
        maxAge: CORS.max_age ?? 0,
        optionsPassthrough: CORS.options_passthrough ?? false,
        debug: false,
      },
    }),
    ...(sizeLimit > 0 && { requestSizeLimit: { enabled: true, value: sizeLimit } }),
    ...(version?.ignore_endpoint_case && { ignoreCase: { enabled: true } }),
    ...(disable_rate_limit && { skipRateLimit: true }),
    ...(disable_quota && { skipQuota: true }),
  }
}

/** `x-tyk-api-gateway.info.versioning`, where other APIs are the versions of this one. */
export function exportVersioning({ definition }: ReadApi): Members {
  if (!definition.enabled) return {}
  const versions = Object.entries(definition.versions ?? {}).map(([name, id]) => ({ name, id }))
  return {
    versioning: {
      enabled: true,
      name: definition.name ?? '',
      default: definition.default ?? '',
      location: definition.location,
      // Where the path says the version there is no key, and Tyk takes no empty one.
      key: definition.key || DEFAULT_VERSION_KEY,
      versions,
      stripVersioningData: definition.strip_versioning_data ?? false,
      fallbackToDefault: definition.fallback_to_default ?? false,
      urlVersioningPattern: definition.url_versioning_pattern ?? '',
    },
  }
}

/** Members of `x-tyk-api-gateway.server` and `upstream` that restrict who calls, and how often. */
export function exportRestrictions(definition: ReadApi): {
  server: Members
  upstream: Members
} {
  const { global_rate_limit: limit, proxy } = definition
  // A list counts unless both switches are off; OAS has one for both lists.
  const isOn = definition.ip_access_control_disabled !== true
  const allow = isOn || definition.enable_ip_whitelisting ? (definition.allowed_ips ?? []) : []
  const block = isOn || definition.enable_ip_blacklisting ? (definition.blacklisted_ips ?? []) : []
  const hasAddresses = allow.length > 0 || block.length > 0
  return {
    server: hasAddresses ? { ipAccessControl: { enabled: true, allow, block } } : {},
    upstream: {
      ...(proxy.preserve_host_header && { preserveHostHeader: { enabled: true } }),
      ...(proxy.disable_strip_slash && { preserveTrailingSlash: { enabled: true } }),
      ...(limit?.rate && {
        rateLimit: { enabled: !limit.disabled, rate: limit.rate, per: `${limit.per ?? 0}s` },
      }),
    },
  }
}

/**
 * The endpoint lists of a classic definition as operations. A mock response of a classic API asks for
 * no token, and one of an OAS API does, unless its operation is open.
 *
 * @throws AppError `INPUT_INVALID` for what an OAS document cannot say: versions, patterns, plain
 * path lists. An export that left a block list out would open what is closed.
 */
export function exportEndpoints(definition: ReadApi): ExportedEndpoints {
  const version = findVersion(definition)
  if (!definition.version_data.not_versioned)
    throw refuseExport('OAS', ['version_data.versions (more versions than one)'])
  const exported: ExportedEndpoints = { paths: {}, operations: {} }
  if (version?.use_extended_paths !== true) {
    const lists = Object.values(version?.paths ?? {}).flat()
    if (lists.length > 0) throw refuseExport('OAS', ['version_data (lists of plain paths)'])
  }
  if (version?.use_extended_paths === false) return exported
  for (const [list, describe] of Object.entries(DESCRIBE)) {
    const entries = (version?.extended_paths?.[list] ?? []) as Members[]
    for (const entry of entries)
      if (entry['disabled'] !== true) addEndpoint(exported, entry, describe(entry))
  }
  return exported
}

function findVersion({ version_data }: ReadApi): Version | undefined {
  return Object.values(version_data.versions)[0]
}

const allowance = (entry: Members) => ({ enabled: true, ignoreCase: entry['ignore_case'] === true })

const DESCRIBE: Record<string, (entry: Members) => Members> = {
  white_list: (entry) => ({ allow: allowance(entry) }),
  black_list: (entry) => ({ block: allowance(entry) }),
  ignored: (entry) => ({ ignoreAuthentication: allowance(entry) }),
  internal: () => ({ internal: { enabled: true } }),
  size_limits: (entry) => ({
    requestSizeLimit: { enabled: true, value: entry['size_limit'] ?? 0 },
  }),
  hard_timeouts: (entry) => ({
    enforceTimeout: {
      enabled: true,
      value: Math.ceil(Number(entry['timeout'] ?? 0)),
      ...(entry['duration'] ? { duration: entry['duration'] } : {}),
    },
  }),
  rate_limit: (entry) => ({
    rateLimit: { enabled: true, rate: entry['rate'] ?? 0, per: `${Number(entry['per'] ?? 0)}s` },
  }),
  mock_response: ({ code, body, headers }) => ({
    ignoreAuthentication: { enabled: true },
    mockResponse: {
      enabled: true,
      code: code ?? 200,
      body: body ?? '',
      headers: Object.entries((headers ?? {}) as Members).map(([name, value]) => ({ name, value })),
    },
  }),
}

function addEndpoint(
  { paths, operations }: ExportedEndpoints,
  entry: Members,
  part: Members,
): void {
  const path = String(entry['path'])
  if (!PLAIN_PATH.test(path)) throw refuseExport('OAS', [`the path ${path} (a pattern)`])
  if (hasReply(entry))
    throw refuseExport('OAS', [`the endpoint ${path} (it answers by method_actions)`])
  for (const method of readMethods(entry)) {
    const id = `${path.slice(1)}${method}`
    const item = (paths[path] ??= {})
    item[method.toLowerCase()] ??= describeOperation(id, path)
    operations[id] = { ...operations[id], ...part }
  }
}

function describeOperation(operationId: string, path: string): Members {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  return {
    operationId,
    ...(names.length > 0 && {
      parameters: names.map((name) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
    }),
    responses: { default: { description: 'The answer of the upstream' } },
  }
}

function readMethods({ method, method_actions }: Members): readonly string[] {
  const names = Object.keys(method_actions ?? {})
  if (names.length > 0) return names
  return typeof method === 'string' && method !== '' ? [method] : ALL_METHODS
}

function hasReply({ method_actions }: Members): boolean {
  const actions = Object.values((method_actions ?? {}) as Record<string, Members>)
  return actions.some((action) => action['action'] !== 'no_action')
}
