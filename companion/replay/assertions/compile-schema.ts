import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'

/** What is wrong with a value, a phrase each. */
export type SchemaCheck = (value: unknown) => string[]

const OPTIONS = { strict: false, logger: false, allErrors: false } as const

/**
 * A JSON Schema as a function: of 2020-12, or of draft 7 where `$schema` says so. Schemas elsewhere are not
 * fetched.
 *
 * @throws Error for a schema that is not valid, or that refers to one elsewhere.
 */
export function compileSchema(schema: Record<string, unknown>): SchemaCheck {
  const { $schema, ...rest } = schema
  const isOld = typeof $schema === 'string' && /draft-0[4-7]/.test($schema)
  const ajv = isOld ? new Ajv(OPTIONS) : new Ajv2020(OPTIONS)
  const validate = ajv.compile(rest)
  return (value) => {
    if (validate(value)) return []
    return (validate.errors ?? []).map(
      ({ instancePath, message = 'does not fit' }) => `${instancePath || 'the body'} ${message}`,
    )
  }
}
