import type { DescribedAnswer } from './describe-answer.ts'

/** Members whose words stand in no order. */
const UNORDERED_WORDS = new Set([
  'scope',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'cache-control',
])

/** What a recorded answer and the dialect's differ in, one line each; none where they are alike. */
export function compareAnswers(
  { status, headers, body }: DescribedAnswer,
  dialect: DescribedAnswer,
): string[] {
  const real = { status, headers, body }
  if (real.status !== dialect.status)
    return [
      `${real.status} ${show(real.body).slice(0, 120)} at Keycloak, ${dialect.status} ${show(dialect.body).slice(0, 200)} here`,
    ]
  return compare('', arrange(real), arrange(dialect))
}

function compare(path: string, real: unknown, dialect: unknown): string[] {
  if (isObject(real) && isObject(dialect))
    return [...new Set([...Object.keys(real), ...Object.keys(dialect)])].flatMap((name) =>
      compare(`${path}/${name}`, real[name], dialect[name]),
    )
  const [left, right] = [show(real), show(dialect)]
  return left === right ? [] : [`${path}: ${left} at Keycloak, ${right} here`]
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}

/** The same, with lists, words and the query of a redirect in one order. */
function arrange(value: unknown, name = ''): unknown {
  if (Array.isArray(value))
    return value
      .map((item) => arrange(item))
      .sort((left, right) => show(left).localeCompare(show(right)))
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, arrange(member, key)]),
    )
  if (typeof value !== 'string') return value
  if (UNORDERED_WORDS.has(name)) return value.split(/[ ,]+/).sort().join(' ')
  return name === 'location' ? value.split(/[?&#]/).sort().join(' ') : value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
