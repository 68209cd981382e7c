import { setImmediate } from 'node:timers/promises'
import { jsonpath } from 'json-p3'
import type { Assertion } from '#shared/contract/replay/assertion.ts'
import type { SetRequest } from '#shared/contract/replay/replay-set.ts'
import { findJwts } from '#shared/secrets/find-jwts.ts'
import { isSecretName } from '#shared/secrets/secret-names.ts'
import { refuseInput } from '../refuse-input.ts'
import { CheckTime } from './check-time.ts'
import { compileSchema } from './compile-schema.ts'

/**
 * @throws AppError `INPUT_INVALID` for a path or a schema that cannot be used, and for a value that is a
 * secret, with its place.
 */
export async function assertUsable(requests: readonly SetRequest[]): Promise<void> {
  const time = new CheckTime()
  for (const [at, { name, assertions }] of requests.entries())
    for (const [index, assertion] of assertions.entries()) {
      // Other callers have their turn in between.
      await setImmediate()
      const place = `requests.${at}.assertions.${index}`
      if (holdsSecret(assertion))
        throw refuseInput(
          `${place}.value`,
          `${name}: the value that is expected looks like a secret, and a set holds none.`,
          'Expect the member or the header to be there, or to contain a part such as eyJ.',
        )
      try {
        time.spend(() => compile(assertion))
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

/** As a mask has it, fewer than 12 characters are no secret, such as `eyJ`. */
const SHORTEST_SECRET = 12

function holdsSecret(assertion: Assertion): boolean {
  if (assertion.kind !== 'header' && assertion.kind !== 'json_path') return false
  const { value } = assertion
  if (typeof value !== 'string') return findJwts(JSON.stringify(value ?? null)).length > 0
  const names = assertion.kind === 'json_path' ? (assertion.path.match(/[\w-]+/g) ?? []) : []
  // The code of an error is a word that a set has to be able to name.
  const isSecret = names.some((name) => name !== 'code' && isSecretName(name))
  return findJwts(value).length > 0 || (isSecret && value.length >= SHORTEST_SECRET)
}

function compile(assertion: Assertion): void {
  if (assertion.kind === 'json_path') jsonpath.compile(assertion.path)
  if (assertion.kind === 'json_schema') compileSchema(assertion.schema)
}
