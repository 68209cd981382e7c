import { expect, test } from 'vitest'
import { runSuite } from './run-suite.ts'

test('the fixtures merge with those of others, and extend them', async () => {
  const { results, output } = await runSuite('merge.spec.ts')
  expect(
    Object.values(results).map(({ status }) => status),
    output,
  ).toEqual(['expected', 'expected'])
}, 120_000)
