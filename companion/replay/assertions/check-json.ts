import equal from 'fast-deep-equal'
import { jsonpath } from 'json-p3'
import type { Assertion } from '#shared/contract/replay/assertion.ts'
import { maskSecret } from '#shared/secrets/mask.ts'
import { isSecretName } from '#shared/secrets/secret-names.ts'
import { redactBody } from '../../recorder/redact.ts'
import { type Checked, type CheckedAnswer, excerpt } from './checked-answer.ts'
import { compileSchema } from './compile-schema.ts'

type Of<Kind extends Assertion['kind']> = Extract<Assertion, { kind: Kind }>
type Json = Parameters<typeof jsonpath.query>[1]

const OPERATORS = {
  exists: 'is there',
  absent: 'is not there',
  equals: 'is',
  contains: 'contains',
} as const

/**
 * A member of the body, found by a path; the first value that the path finds counts.
 *
 * @see [RFC 9535](https://www.rfc-editor.org/rfc/rfc9535.html) JSONPath
 */
export function checkJsonPath(
  { path, op, value }: Of<'json_path'>,
  answer: CheckedAnswer,
): Checked {
  const wanted = op === 'equals' || op === 'contains' ? ` ${JSON.stringify(value)}` : ''
  const expected = `body ${path} ${OPERATORS[op]}${wanted}`
  const body = readBody(answer)
  if (typeof body === 'string') return { expected, came: body, is_met: false }
  const [node] = jsonpath.query(path, body.json as Json).nodes
  const found: unknown = node?.value
  const names = (node?.location ?? []).map(String)
  return {
    expected,
    came: found === undefined ? 'absent' : show(names, found, answer),
    is_met: isMet(op, found, value),
  }
}

function isMet(op: Of<'json_path'>['op'], found: unknown, value: unknown): boolean {
  if (op === 'exists') return found !== undefined
  if (op === 'absent') return found === undefined
  if (op === 'equals') return found !== undefined && equal(found, value)
  if (typeof found === 'string') return found.includes(String(value))
  return Array.isArray(found) && found.some((member) => equal(member, value))
}

/** The whole body against a JSON Schema. */
export function checkJsonSchema({ schema }: Of<'json_schema'>, answer: CheckedAnswer): Checked {
  const expected = 'body fits the JSON Schema'
  const body = readBody(answer)
  if (typeof body === 'string') return { expected, came: body, is_met: false }
  const problems = compileSchema(schema)(body.json)
  return {
    expected,
    came: problems.length === 0 ? 'fits' : excerpt(problems.join('; '), answer.mask),
    is_met: problems.length === 0,
  }
}

/** @returns A sentence instead where there is no JSON. */
function readBody({ body, isCut }: CheckedAnswer): { json: unknown } | string {
  if (body === undefined) return 'no answer'
  if (isCut) return 'the body is larger than 1 MiB, which is the most that is checked'
  try {
    return { json: JSON.parse(body) as unknown }
  } catch {
    return body === '' ? 'the body is empty' : 'the body is no JSON'
  }
}

/** @param names - Of the member and of those around it, since what a secret member holds is masked whole. */
function show(names: readonly string[], found: unknown, { mask }: CheckedAnswer): string {
  const text = JSON.stringify(found)
  if (names.some(isSecretName)) return maskSecret(typeof found === 'string' ? found : text)
  return excerpt(redactBody(text, 'application/json'), mask)
}
