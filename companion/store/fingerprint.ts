import { createHash } from 'node:crypto'
import * as z from '#shared/zod.ts'
import { COLLECTIONS } from './schema.ts'

/**
 * Names the shapes of all records, so that records which were checked against the very same shapes need no
 * second check. Two programs with other shapes, but for conditions that JSON Schema cannot express, have
 * other names.
 */
export function fingerprintSchemas(): string {
  return (known ??= compute())
}

let known: string | undefined

function compute(): string {
  const shapes = Object.entries(COLLECTIONS).map(([name, schema]) => [
    name,
    z.toJSONSchema(schema, { unrepresentable: 'any' }),
  ])
  return createHash('sha256').update(JSON.stringify(shapes)).digest('hex').slice(0, 16)
}
