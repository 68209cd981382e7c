import { createHash } from 'node:crypto'
import type { ImportNote } from '#shared/contract/endpoints/import-note.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { readFieldIssues } from '#shared/errors/field-issues.ts'
import type { FieldIssue } from '#shared/errors/problem.ts'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { readMembers } from '#shared/tyk/go/read-members.ts'
import { OasDefinition } from '#shared/tyk/oas/oas-definition.ts'
import { findOasProblem, fromOas } from '#shared/tyk/oas/oas-import.ts'
import { Policy } from '#shared/tyk/policy.ts'
import type * as z from '#shared/zod.ts'
import { type FoundDocument, findDocuments } from './find-documents.ts'
import { noteApi, noteMadeId, noteNames } from './import-notes.ts'

export interface ReadDefinitions {
  apis: ApiDefinition[]
  policies: Policy[]
  notes: ImportNote[]
}

/**
 * Reads what people have of Tyk: classic API definitions, OAS ones (known by `x-tyk-api-gateway`) and
 * policies, in any order, in lists, in the wrappers of Tyk's tools, and in maps by id.
 *
 * @throws AppError `INPUT_INVALID` with an issue for each definition that is invalid; nothing is imported
 *   then.
 */
export function readDefinitions(definitions: readonly unknown[]): ReadDefinitions {
  const read: Reading = { apis: [], policies: [], notes: [], issues: [] }
  const found = definitions.flatMap((value, at) => findDocuments(value, `definitions.${at}`))
  for (const document of found) READERS[document.kind](document, read)
  const { issues, ...taken } = read
  if (found.length === 0) issues.push(refuseUnknown({ field: 'definitions' }))
  if (issues.length === 0) return taken
  const detail = issues.map((issue) => `${issue.field}: ${issue.message}`).join(' ')
  throw new AppError('INPUT_INVALID', { detail, issues })
}

interface Reading extends ReadDefinitions {
  issues: FieldIssue[]
}

const READERS: Record<FoundDocument['kind'], (document: FoundDocument, read: Reading) => void> = {
  oas: readOas,
  api: readClassic,
  policy: readPolicy,
  unknown: (document, read) => void read.issues.push(refuseUnknown(document)),
}

function refuseUnknown({ field }: Pick<FoundDocument, 'field'>): FieldIssue {
  const message =
    'This is neither an API definition (proxy, x-tyk-api-gateway) nor a policy (access_rights), nor a list, a map or a wrapper of them.'
  return { field, rule: 'unknown_kind', message }
}

function check<T>(
  result: z.ZodSafeParseResult<T>,
  { field }: FoundDocument,
  { issues }: Reading,
): T | undefined {
  if (result.success) return result.data
  for (const issue of readFieldIssues(result.error))
    issues.push({ ...issue, field: `${field}.${issue.field}` })
  return undefined
}

function readClassic(document: FoundDocument, read: Reading): void {
  const { value, unknown, renamed } = readMembers(document.value, 'Api')
  const members = value as Record<string, unknown>
  const own = readId(members['api_id'])
  const id = own ?? makeId(members)
  const api = check(
    ApiDefinition.safeParse({ ...nameById(members, id), api_id: id }),
    document,
    read,
  )
  if (!api) return
  read.apis.push(api)
  const notes = [...noteNames({ unknown, renamed }), ...(own === undefined ? noteMadeId(id) : [])]
  for (const note of [...notes, ...noteApi(api)]) read.notes.push({ kind: 'api', id, ...note })
}

/** In a map the key is the id, as in the gateway's own file of policies; the Dashboard's database has `_id`. */
function readPolicy(document: FoundDocument, read: Reading): void {
  const { value, unknown, renamed } = readMembers(document.value, 'Policy')
  const members = value as Record<string, unknown>
  const own = document.key ?? readId(members['id']) ?? readId(members['_id'])
  const id = own ?? makeId(members)
  const policy = check(Policy.safeParse({ ...nameById(members, id), id }), document, read)
  if (!policy) return
  read.policies.push(policy)
  for (const note of [
    ...noteNames({ unknown, renamed }),
    ...(own === undefined ? noteMadeId(id) : []),
  ])
    read.notes.push({ kind: 'policy', id, ...note })
}

/** Tyk asks for no name; people do. */
function nameById(members: Record<string, unknown>, id: string): Record<string, unknown> {
  return members['name'] === undefined || members['name'] === ''
    ? { ...members, name: id }
    : members
}

/** An id as text, or as MongoDB exports it. */
function readId(value: unknown): string | undefined {
  if (typeof value === 'object' && value !== null && '$oid' in value) return readId(value.$oid)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The same for the same definition, so that it is replaced when it is imported again. */
function makeId({ name, proxy, access_rights }: Record<string, unknown>): string {
  const text = JSON.stringify([name, proxy, access_rights])
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

function readOas(document: FoundDocument, read: Reading): void {
  const { field } = document
  const definition = check(OasDefinition.safeParse(document.value), document, read)
  if (!definition) return
  const problem = findOasProblem(definition)
  if (problem) return void read.issues.push({ field, rule: 'auth_source', message: problem })
  const api = check(ApiDefinition.safeParse(fromOas(definition)), document, read)
  if (!api) return
  read.apis.push(api)
  for (const note of noteApi(api)) read.notes.push({ kind: 'api', id: api.api_id, ...note })
}
