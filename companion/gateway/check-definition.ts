import { isIP } from 'node:net'
import { AppError } from '#shared/errors/app-error.ts'
import type { FieldIssue } from '#shared/errors/problem.ts'
import { type ApiDefinition, readTokenPlaces } from '#shared/tyk/api-definition.ts'
import { readJwtSource } from '#shared/tyk/jwt-source.ts'
import { EN } from '#shared/messages/en/en.ts'
import { createSpeaker } from '#shared/messages/say.ts'
import type { Policy } from '#shared/tyk/policy.ts'
import { type ReadApi, readApi } from '#shared/tyk/read-api.ts'
import { compileListenPath, normalizeListenPath } from './request/listen-path.ts'
import { compilePath, compilePattern } from './go/path-pattern.ts'
import { readProblem } from './jwks/key-set-problem.ts'
import { readPublicKey } from './jwks/public-key.ts'

/**
 * Refuses what has the right shape and still could not be used by the gateway: a key that cannot be
 * read, a pattern that is not Go's, an address that is none.
 *
 * @throws AppError `INPUT_INVALID` with all problems.
 */
export function assertUsableApi(record: ApiDefinition): void {
  const definition = readApi(record)
  assertNone([
    ...findPlaceProblems(definition),
    ...findKeyProblems(definition),
    ...findListenPathProblems(definition),
    ...findVersionProblems(definition),
    ...findAddressProblems(definition),
  ])
}

/** @throws AppError `INPUT_INVALID` with all problems. */
export function assertUsablePolicy(policy: Policy): void {
  const problems = Object.entries(policy.access_rights).flatMap(([api, right]) => [
    ...checkPaths(
      right.allowed_urls?.map(({ url }) => url),
      `access_rights.${api}.allowed_urls`,
      'url',
    ),
    ...checkPaths(
      right.endpoints?.map(({ path }) => path),
      `access_rights.${api}.endpoints`,
      'path',
    ),
  ])
  assertNone(problems)
}

/** Whether two APIs would listen on the same path: names of parameters make no difference; none is no path. */
export function isSameListenPath(left = '', right = ''): boolean {
  return left !== '' && normalizeListenPath(left) === normalizeListenPath(right)
}

const speaker = createSpeaker(EN)

/** In the words of Tyk, which takes no API without a place for its tokens. */
function findPlaceProblems(definition: ReadApi): FieldIssue[] {
  const { use_keyless, enable_jwt } = definition
  const { disable_header, use_param, use_cookie } = readTokenPlaces(definition)
  if (use_keyless || !enable_jwt || !disable_header || use_param || use_cookie) return []
  const message =
    'all auth sources are disabled for jwt, at least one of header/cookie/query must be enabled'
  return [{ field: 'auth_configs.jwt', rule: 'auth_source', message }]
}

function findKeyProblems({ jwt_source }: ReadApi): FieldIssue[] {
  const source = readJwtSource(jwt_source)
  if (source?.kind !== 'key') return []
  try {
    readPublicKey(source.key)
    return []
  } catch (thrown) {
    const reason = speaker.value(readProblem(thrown))
    const message = `The key in jwt_source cannot be used: ${reason}.`
    return [{ field: 'jwt_source', rule: 'public_key', message }]
  }
}

function findListenPathProblems({ proxy }: ReadApi): FieldIssue[] {
  const { listen_path } = proxy
  const isUsable = !listen_path.includes('{') || compileListenPath(listen_path)
  return isUsable ? [] : [unreadable('proxy.listen_path', listen_path)]
}

function findVersionProblems({ definition, version_data }: ReadApi): FieldIssue[] {
  const { url_versioning_pattern: pattern = '' } = definition
  return [
    ...(compilePattern(pattern) ? [] : [unreadable('definition.url_versioning_pattern', pattern)]),
    ...Object.entries(version_data.versions).flatMap(([name, { extended_paths, paths }]) => {
      const field = `version_data.versions.${name}`
      return [
        ...Object.entries(extended_paths ?? {}).flatMap(([list, entries]) =>
          checkPaths(readPaths(entries), `${field}.extended_paths.${list}`, 'path'),
        ),
        ...Object.entries(paths ?? {}).flatMap(([list, entries]) =>
          checkPaths(readTexts(entries), `${field}.paths.${list}`),
        ),
      ]
    }),
  ]
}

/** Lists that the gateway does not act on may hold anything. */
function readPaths(value: unknown): (string | undefined)[] {
  if (!Array.isArray(value)) return []
  return value.map((entry: unknown) => {
    const path = (entry as { path?: unknown } | null | undefined)?.path
    return typeof path === 'string' ? path : undefined
  })
}

function readTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []
}

function checkPaths(
  paths: readonly (string | undefined)[] | undefined,
  field: string,
  member?: string,
): FieldIssue[] {
  return (paths ?? []).flatMap((path, at) => {
    if (path === undefined || compilePath(path)) return []
    return [unreadable([field, at, member].filter((part) => part !== undefined).join('.'), path)]
  })
}

function findAddressProblems({ allowed_ips, blacklisted_ips }: ReadApi): FieldIssue[] {
  return Object.entries({ allowed_ips, blacklisted_ips }).flatMap(([list, ranges = []]) =>
    ranges.flatMap((range, at) =>
      isRange(range)
        ? []
        : [
            {
              field: `${list}.${at}`,
              rule: 'ip_range',
              message: `${JSON.stringify(range)} is neither an address nor a network such as 10.0.0.0/8.`,
            },
          ],
    ),
  )
}

function isRange(range: string): boolean {
  const [address = '', bits, ...rest] = range.split('/')
  const kind = isIP(address)
  if (kind === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 6 ? 128 : 32))
}

function unreadable(field: string, pattern: unknown): FieldIssue {
  const message = `${JSON.stringify(pattern)} is not a pattern of Go (RE2); it has no look-around and no back-references.`
  return { field, rule: 'pattern', message }
}

function assertNone(problems: readonly FieldIssue[]): void {
  const [first] = problems
  if (!first) return
  throw new AppError('INPUT_INVALID', {
    detail: `${first.field}: ${first.message}`,
    issues: [...problems],
  })
}
