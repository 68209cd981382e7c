import { Ajv } from 'ajv'
import draft from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' }
import schemas from 'har-schema'

/** Where an archive departs from the schema of HAR 1.2. @see [har-schema](https://www.npmjs.com/package/har-schema) */
export function findHarProblems(har: object): string[] {
  const ajv = new Ajv({ strict: false, validateFormats: false })
  ajv.addMetaSchema(draft)
  for (const [name, schema] of Object.entries(schemas)) if (name !== 'har') ajv.addSchema(schema)
  ajv.validate(schemas.har, har)
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
