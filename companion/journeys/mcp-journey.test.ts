import { afterAll, beforeAll, expect, test } from 'vitest'
import { findStep, runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

async function walk(inputs: Parameters<typeof runSteps>[2] = {}) {
  const run = await lab.client.createRun({
    body: { journey: 'mcp', dialect: 'mcp', origin: 'test' },
  })
  return runSteps(lab.client, run, inputs)
}

test.each(['2025-11-25', '2026-07-28', 'auto'])(
  'the lab’s own MCP server is reached in protocol %s',
  async (protocol) => {
    const run = await walk({ inputs: { 'mcp-server': { protocol } } })
    expect(run.steps.map(({ id, state }) => [id, state])).toEqual(
      run.steps.map(({ id }) => [id, 'passed']),
    )
    expect(findStep(run, 'mcp-tools').result?.facts).toContainEqual(
      expect.objectContaining({ id: 'answer', value: '[{"type":"text","text":"5"}]' }),
    )
  },
)
