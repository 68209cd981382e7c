import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { loadScenarios } from '../scenarios/load-scenarios.ts'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { RULES } from './rules.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterEach(() => lab.client.stopScenario())

afterAll(() => lab.stop())

const SCENARIOS = loadScenarios()

test('every known pain has one scenario, and every scenario a finding that exists', () => {
  const pains = SCENARIOS.flatMap(({ pain }) => pain ?? [])
  expect(pains.sort((left, right) => left - right)).toEqual(
    Array.from({ length: 35 }, (_, index) => index + 1),
  )
  const ids = RULES.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { finding } of SCENARIOS) expect(ids).toContain(finding)
})

describe('the doctor names the planted cause first and leaves nothing behind', () => {
  test.each(SCENARIOS.map(({ name }) => name))('%s', async (name) => {
    const { active } = await lab.client.startScenario({ body: { name } })
    if (!active) throw new RangeError('The scenario did not start')
    const { findings, left_behind } = await lab.client.examine({
      body: { dialect: active.dialect, client: active.client },
    })
    expect(findings[0]?.id).toBe(active.finding)
    // A 500 without a word may hide a client, so that one is named.
    expect(left_behind).toHaveLength(name === 'empty-500' ? 1 : 0)
  })
})

describe('with nothing planted, nothing is found', () => {
  test.each(['okta', 'keycloak', 'auth0', 'curity', 'gluu', 'rfc', 'mcp'])(
    '%s',
    async (dialect) => {
      const { findings, passed } = await lab.client.examine({ body: { dialect } })
      expect(findings).toEqual([])
      expect(passed.map(({ layer }) => layer)).toEqual(
        expect.arrayContaining(['discovery', 'registration', 'token', 'keys', 'gateway']),
      )
    },
  )
})

describe('a fix is applied and examined again with one call', () => {
  test.each(SCENARIOS.map(({ name }) => name))('%s', async (name) => {
    const { active } = await lab.client.startScenario({ body: { name } })
    if (!active) throw new RangeError('The scenario did not start')
    const before = await lab.client.examine({
      body: { dialect: active.dialect, client: active.client },
    })
    const [finding] = before.findings
    if (!finding?.fix.is_automatic) return
    const after = await lab.client.applyFix({
      params: { examination: before.id },
      body: { finding: finding.id },
    })
    expect(after.findings.map(({ id }) => id)).not.toContain(finding.id)
  })
})

test('nobody listening is said with the address', async () => {
  const { findings } = await lab.client.examine({ body: { host: 'http://127.0.0.1:9' } })
  expect(findings[0]).toMatchObject({ id: 'unreachable', layer: 'network' })
  expect(findings[0]?.seen).toContain('nobody listens there')
})

test('what only a provider outside can mend is left to its people', async () => {
  const examination = await lab.client.examine({ body: { host: 'http://127.0.0.1:9' } })
  expect(examination.findings[0]?.fix.is_automatic).toBe(false)
  await expect(
    lab.client.applyFix({
      params: { examination: examination.id },
      body: { finding: 'unreachable' },
    }),
  ).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  expect((await lab.client.listExaminations())[0]?.id).toBe(examination.id)
})
