import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { orderFor } from '#shared/contract/doctor.ts'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { loadScenarios } from './load-scenarios.ts'

const FOLDER = 'docs/examples/scenario'
let conditions: TestCompanion

beforeAll(async () => {
  conditions = await startTestCompanion()
})

afterAll(() => conditions.stop())

test('docs/adding-a-scenario.md shows the file that is tested here', () => {
  const page = readFileSync('docs/adding-a-scenario.md', 'utf8')
  const [, block] = /```yaml\n([^`]+)```/.exec(page) ?? []
  expect(block).toBe(readFileSync(`${FOLDER}/spent-token-and-slow.yaml`, 'utf8'))
})

test('the example loads, strikes, and is named by its finding', async () => {
  const [example] = loadScenarios(FOLDER)
  if (!example) throw new RangeError('The folder holds no scenario')
  expect(example.name).toBe('spent-token-and-slow')
  await conditions.client.putFaults({ body: { faults: example.faults } })
  const { findings, left_behind } = await conditions.client.examine({ body: orderFor(example) })
  const used = await conditions.client.listFaults()
  expect(findings[0]?.id).toBe(example.finding)
  expect(left_behind).toEqual([])
  expect(used.map(({ id }) => id)).toEqual(['iat-exhausted'])
})
