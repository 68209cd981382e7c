import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { readJwtSource } from '#shared/tyk/jwt-source.ts'
import type { Policy } from '#shared/tyk/policy.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { FieldIssue } from '#shared/errors/problem.ts'
import { compilePattern } from '../gateway/decide/allowed-urls.ts'
import { compilePath } from '../gateway/decide/path-rules.ts'
import { readPublicKey } from '../gateway/jwks/public-key.ts'

type Members = Record<string, unknown>

/**
 * Refuses what has the right shape and still could not be used by the gateway: a key that cannot be
 * read, a pattern that is not Go's.
 *
 * @throws AppError `INPUT_INVALID` with all problems.
 */
export function assertUsableApi(definition: ApiDefinition): void {
  assertNone([...findKeyProblems(definition), ...findPathProblems(definition)])
}

/** @throws AppError `INPUT_INVALID` with all problems. */
export function assertUsablePolicy(policy: Policy): void {
  const problems = Object.entries(policy.access_rights).flatMap(([api, right]) =>
    readEntries(right['allowed_urls']).flatMap((entry, at) =>
      typeof entry['url'] === 'string' && compilePattern(entry['url'])
        ? []
        : [unreadable(`access_rights.${api}.allowed_urls.${at}.url`, entry['url'])],
    ),
  )
  assertNone(problems)
}

function findKeyProblems({ jwt_source }: ApiDefinition): FieldIssue[] {
  const source = readJwtSource(jwt_source)
  if (source?.kind !== 'key') return []
  try {
    readPublicKey(source.key)
    return []
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : 'it cannot be read'
    const message = `The key in jwt_source cannot be used: ${reason}.`
    return [{ field: 'jwt_source', rule: 'public_key', message }]
  }
}

function findPathProblems({ version_data }: ApiDefinition): FieldIssue[] {
  return Object.entries(version_data.versions).flatMap(([version, { extended_paths }]) => {
    const lists =
      typeof extended_paths === 'object' && extended_paths !== null ? extended_paths : {}
    return Object.entries(lists as Members).flatMap(([list, entries]) =>
      readEntries(entries).flatMap(({ path }, at) =>
        path === undefined || (typeof path === 'string' && compilePath(path))
          ? []
          : [
              unreadable(
                `version_data.versions.${version}.extended_paths.${list}.${at}.path`,
                path,
              ),
            ],
      ),
    )
  })
}

function readEntries(value: unknown): Members[] {
  if (!Array.isArray(value)) return []
  return value.filter((item): item is Members => typeof item === 'object' && item !== null)
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
