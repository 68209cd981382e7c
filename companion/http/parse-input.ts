import { AppError } from '#shared/errors/app-error.ts'
import { readFieldIssues } from '#shared/errors/field-issues.ts'
import type * as z from '#shared/zod.ts'

/**
 * A schema mismatch is the caller's mistake here; anywhere else it is a bug of this program.
 *
 * @param place - `path` or `query`; empty for the body.
 * @throws AppError `REQUEST_INVALID` with an issue for each member.
 */
export function parseInput<S extends z.ZodType>(
  schema: S,
  value: unknown,
  place: string,
): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = readFieldIssues(result.error)
  const first = issues[0]
  throw new AppError('REQUEST_INVALID', {
    detail: first
      ? `${[place, first.field].filter(Boolean).join(' ') || 'The body'}: ${first.message}`
      : 'The body does not fit.',
    hint: 'The shape of every request is in /api/openapi.json.',
    issues,
    cause: result.error,
  })
}
