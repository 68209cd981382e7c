import type { Assertion } from '#shared/contract/replay/assertion.ts'
import { redactHeaders } from '../../recorder/redact.ts'
import { findHeader } from '../request/build-headers.ts'
import type { CheckTime } from './check-time.ts'
import { type Checked, type CheckedAnswer, excerpt } from './checked-answer.ts'
import { checkJsonPath, checkJsonSchema } from './check-json.ts'

type Of<Kind extends Assertion['kind']> = Extract<Assertion, { kind: Kind }>

/**
 * Compares an answer with what was expected of it, in words. What cannot be checked is not met, and says why.
 */
export function checkAssertion(
  assertion: Assertion,
  answer: CheckedAnswer,
  time: CheckTime,
): Checked {
  try {
    const checked = time.spend(() => check(assertion, answer))
    return { ...checked, expected: excerpt(checked.expected, answer.mask) }
  } catch (thrown) {
    const came = `the check did not end well: ${(thrown as Error).message}`
    return { expected: nameExpected(assertion), came: excerpt(came, answer.mask), is_met: false }
  }
}

function nameExpected(assertion: Assertion): string {
  if (assertion.kind === 'json_path') return `body ${assertion.path} ${assertion.op}`
  return assertion.kind === 'json_schema' ? 'body fits the JSON Schema' : assertion.kind
}

function check(assertion: Assertion, answer: CheckedAnswer): Checked {
  switch (assertion.kind) {
    case 'status':
      return checkStatus(assertion, answer)
    case 'header':
      return checkHeader(assertion, answer)
    case 'json_path':
      return checkJsonPath(assertion, answer)
    case 'json_schema':
      return checkJsonSchema(assertion, answer)
    default:
      return checkVerdict(assertion, answer)
  }
}

function checkStatus({ is }: Of<'status'>, { status }: CheckedAnswer): Checked {
  const isClass = typeof is === 'string'
  return {
    expected: `status is ${is}`,
    came: status === undefined ? 'no answer' : String(status),
    is_met:
      status !== undefined && (isClass ? `${Math.floor(status / 100)}xx` === is : status === is),
  }
}

function checkHeader(
  { name, op, value }: Of<'header'>,
  { headers, status, mask }: CheckedAnswer,
): Checked {
  const found = findHeader(headers, name.toLowerCase())
  const [shown] = redactHeaders([[name, found ?? '']])
  const words = {
    exists: 'is there',
    absent: 'is not there',
    equals: `is “${value}”`,
    contains: `contains “${value}”`,
  }
  const isMet = {
    exists: found !== undefined,
    absent: found === undefined && status !== undefined,
    equals: found === value,
    contains: found?.includes(value) === true,
  }
  return {
    expected: `header ${name} ${words[op]}`,
    came: found === undefined ? 'absent' : excerpt(shown?.[1] ?? '', mask),
    is_met: isMet[op],
  }
}

function checkVerdict({ outcome, check }: Of<'verdict'>, { verdict }: CheckedAnswer): Checked {
  const title = (id: string): string => verdict?.checks.find((one) => one.id === id)?.title ?? id
  const where = check === undefined ? '' : ` at “${title(check)}”`
  const expected = outcome === 'passed' ? 'verdict passes' : `verdict fails${where}`
  if (!verdict) return { expected, came: 'no verdict: no gateway was asked', is_met: false }
  const came =
    verdict.failed_at === undefined
      ? `passed ${verdict.passed} checks`
      : `failed at “${title(verdict.failed_at)}”`
  const isRight = verdict.is_allowed === (outcome === 'passed')
  return {
    expected,
    came,
    is_met: isRight && (outcome === 'passed' || check === undefined || verdict.failed_at === check),
  }
}
