import { jsonpath } from 'json-p3'
import type { SetRequest } from '#shared/contract/replay/replay-set.ts'
import { refuseInput } from '../refuse-input.ts'
import { compileSchema } from './compile-schema.ts'

/** @throws AppError `INPUT_INVALID` for a path or a schema that cannot be used, with its place. */
export function assertUsable(requests: readonly SetRequest[]): void {
  for (const [at, { name, assertions }] of requests.entries())
    for (const [index, assertion] of assertions.entries()) {
      const place = `requests.${at}.assertions.${index}`
      try {
        if (assertion.kind === 'json_path') jsonpath.compile(assertion.path)
        if (assertion.kind === 'json_schema') compileSchema(assertion.schema)
      } catch (thrown) {
        const isPath = assertion.kind === 'json_path'
        throw refuseInput(
          `${place}.${isPath ? 'path' : 'schema'}`,
          `${name}: the ${isPath ? 'path' : 'JSON Schema'} cannot be used: ${(thrown as Error).message}.`,
          isPath ? 'A path is as RFC 9535 has it, such as $.error.' : 'Correct the schema.',
        )
      }
    }
}
