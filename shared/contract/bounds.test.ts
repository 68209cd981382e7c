import { expect, test } from 'vitest'
import { buildOpenApi } from './openapi.ts'

type Schema = Record<string, unknown>

interface Operation {
  operationId: string
  parameters?: { name: string; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

const document = buildOpenApi('0', 'http://127.0.0.1') as {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

/**
 * Documents that are not ours: definitions, policies, metadata, claims, JSON Schemas, key sets. Their numbers
 * are bounded where the product reads them; their texts by the size of the request.
 */
const FOREIGN =
  /^(?:ApiDefinition|GatewayExtras|OasDefinition|Policy|ClientInformation|RegistrationMetadata|__schema\d+)\w*Input|^SoftwarePublisherInput.jwks/

/** What an answer is compared with. */
const ANY_JSON = /^__schema\d+Input/

const FIXED = ['enum', 'const', '$ref']

function findUnbounded(schema: Schema, path: string, seen = new Set<string>()): string[] {
  const ref = schema['$ref']
  if (typeof ref === 'string') {
    const name = ref.split('/').at(-1) ?? ''
    if (seen.has(name)) return []
    return findUnbounded(document.components.schemas[name] ?? {}, name, seen.add(name))
  }
  const own = isUnbounded(schema, path) ? [`${path}: ${String(schema['type'])}`] : []
  const below = Object.entries(schema).flatMap(([key, value]): string[] => {
    if (key === 'properties')
      return Object.entries(value as Record<string, Schema>).flatMap(([name, one]) =>
        findUnbounded(one, `${path}.${name}`, seen),
      )
    if (['anyOf', 'oneOf', 'allOf', 'prefixItems'].includes(key))
      return (value as Schema[]).flatMap((one) => findUnbounded(one, path, seen))
    if (['items', 'additionalProperties'].includes(key) && typeof value === 'object')
      return findUnbounded(value as Schema, `${path}[]`, seen)
    return []
  })
  return [...own, ...below]
}

function isUnbounded(schema: Schema, path: string): boolean {
  const { type, minimum, maximum, exclusiveMinimum, maxLength, maxItems, pattern, format } = schema
  if (FIXED.some((name) => name in schema)) return false
  // Zod gives each integer the safe ones as its bounds.
  if (type === 'number' || type === 'integer')
    return !ANY_JSON.test(path) && !(isBound(minimum ?? exclusiveMinimum) && isBound(maximum))
  if (FOREIGN.test(path)) return false
  if (type === 'array') return maxItems === undefined && !('prefixItems' in schema)
  if (type === 'string')
    return (
      maxLength === undefined &&
      format === undefined &&
      !/[}$]$/.test(typeof pattern === 'string' ? pattern : '')
    )
  return false
}

function isBound(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER
}

test('every number, text and list of an input has bounds', () => {
  const found = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).flatMap(({ operationId, parameters = [], requestBody }) => [
      ...parameters.flatMap(({ name, schema }) => findUnbounded(schema, `${operationId} ${name}`)),
      ...Object.values(requestBody?.content ?? {}).flatMap(({ schema }) =>
        findUnbounded(schema, operationId),
      ),
    ]),
  )
  expect([...new Set(found)]).toEqual([])
})
