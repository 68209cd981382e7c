import { AppError } from '#shared/errors/app-error.ts'
import { readFieldIssues } from '#shared/errors/field-issues.ts'
import type { FieldIssue } from '#shared/errors/problem.ts'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { OasDefinition } from '#shared/tyk/oas/oas-definition.ts'
import { findOasProblem, fromOas } from '#shared/tyk/oas/oas-import.ts'
import { Policy } from '#shared/tyk/policy.ts'
import type * as z from '#shared/zod.ts'

export interface ReadDefinitions {
  apis: ApiDefinition[]
  policies: Policy[]
}

/**
 * Reads what Tyk exports: classic API definitions, OAS ones (known by `x-tyk-api-gateway`) and
 * policies (known by their access rights), in any order.
 *
 * @throws AppError `INPUT_INVALID` with an issue for each definition that is invalid; nothing is imported
 *   then.
 */
export function readDefinitions(definitions: readonly Record<string, unknown>[]): ReadDefinitions {
  const read: ReadDefinitions = { apis: [], policies: [] }
  const issues: FieldIssue[] = []
  definitions.forEach((definition, at) => {
    const field = `definitions.${at}`
    if ('x-tyk-api-gateway' in definition) readOas(definition, { read, issues, field })
    else if ('proxy' in definition)
      keep(ApiDefinition.safeParse(definition), { list: read.apis, issues, field })
    else if ('access_rights' in definition)
      keep(Policy.safeParse(definition), { list: read.policies, issues, field })
    else issues.push(refuseUnknown(field))
  })
  if (issues.length === 0) return read
  const detail = issues.map((issue) => `${issue.field}: ${issue.message}`).join(' ')
  throw new AppError('INPUT_INVALID', { detail, issues })
}

function refuseUnknown(field: string): FieldIssue {
  const message =
    'This is neither an API definition (proxy, x-tyk-api-gateway) nor a policy (access_rights).'
  return { field, rule: 'unknown_kind', message }
}

interface Place<T> {
  list: T[]
  issues: FieldIssue[]
  field: string
}

function keep<T>(result: z.ZodSafeParseResult<T>, { list, issues, field }: Place<T>): void {
  if (result.success) return void list.push(result.data)
  for (const issue of readFieldIssues(result.error))
    issues.push({ ...issue, field: `${field}.${issue.field}` })
}

function readOas(
  definition: Record<string, unknown>,
  { read, issues, field }: { read: ReadDefinitions; issues: FieldIssue[]; field: string },
): void {
  const documents: OasDefinition[] = []
  keep(OasDefinition.safeParse(definition), { list: documents, issues, field })
  for (const document of documents) {
    const problem = findOasProblem(document)
    if (problem) issues.push({ field, rule: 'auth_source', message: problem })
    else keep(ApiDefinition.safeParse(fromOas(document)), { list: read.apis, issues, field })
  }
}
