import { expect, test } from 'vitest'
import { runSuite } from './run-suite.ts'

test('nothing of a test is left for the next, for a retry, or for a parallel one', async () => {
  const { results, output } = await runSuite('isolation.spec.ts', {}, ['--workers=2'])
  const statuses = Object.fromEntries(
    Object.entries(results).map(([title, { status }]) => [title, status]),
  )
  expect(statuses, output).toEqual({
    'one test leaves everything behind that it can': 'expected',
    'the next one finds nothing of it': 'expected',
    'and the journey can be walked in the same companion, with keys that were rotated': 'expected',
    'has a state of its own': 'flaky',
    'one sees its own clients only': 'expected',
    'another sees its own clients only': 'expected',
    'a third sees its own clients only': 'expected',
  })
}, 120_000)
