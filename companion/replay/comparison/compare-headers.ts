import type { HeaderLine } from '#shared/contract/exchange.ts'
import type { AttemptComparison } from '#shared/contract/replay/attempt-comparison.ts'

type ComparedHeader = AttemptComparison['headers'][number]

/** Headers that differ with every answer, so that a difference says nothing. */
const VOLATILE = new Set(['date', 'age', 'x-dcr-verdict', 'x-request-id', 'x-ratelimit-reset'])

/** The headers of two answers, by name; repeated ones in the order in which they came. */
export function compareHeaders(
  before: readonly HeaderLine[],
  after: readonly HeaderLine[],
): ComparedHeader[] {
  const left = groupByName(before)
  const right = groupByName(after)
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((name) => {
    const old = left.get(name) ?? []
    const next = right.get(name) ?? []
    return Array.from({ length: Math.max(old.length, next.length) }, (_none, at) =>
      compare(name, old[at], next[at]),
    )
  })
}

function compare(name: string, before?: string, after?: string): ComparedHeader {
  return {
    name,
    before,
    after,
    change: nameChange(before, after),
    is_volatile: VOLATILE.has(name),
  }
}

function nameChange(before?: string, after?: string): ComparedHeader['change'] {
  if (before === undefined) return 'new'
  if (after === undefined) return 'gone'
  return before === after ? 'same' : 'changed'
}

function groupByName(lines: readonly HeaderLine[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [name, value] of lines) {
    const key = name.toLowerCase()
    groups.set(key, [...(groups.get(key) ?? []), value])
  }
  return groups
}
