import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Scenario } from '#shared/contract/doctor.ts'
import type { Run } from '#shared/contract/run.ts'
import { meetsRun } from '#shared/faults/meets-run.ts'
import { DIALECTS } from '#shared/idp/dialects.ts'
import { runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { loadScenarios } from './load-scenarios.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterEach(() => lab.client.stopScenario())

afterAll(() => lab.stop())

const createRun = ({ dialect }: Scenario): Promise<Run> =>
  lab.client.createRun({ body: { provider: DIALECTS[dialect].provider, dialect, origin: 'test' } })

const listFailed = ({ steps }: Run): string[] =>
  steps.flatMap(({ id, state }) => (state === 'failed' ? [id] : []))

/** What a walked run shows that is not as it should be: warnings, changed members, and what Tyk would say. */
async function listShown({ steps }: Run): Promise<string[]> {
  const shown = steps.flatMap(({ result }) => [
    ...(result?.checks ?? []).flatMap(({ text, state }) => (state === 'warned' ? text : [])),
    ...(result?.comparison ?? []).map((member) => JSON.stringify(member)),
  ])
  const verdict = steps.find(({ id }) => id === 'call-api')?.result?.verdict
  if (verdict === undefined) return shown
  const { checks } = await lab.client.getVerdict({ params: { verdict } })
  return [...shown, ...checks.flatMap(({ evidence }) => evidence.map(({ label }) => label))]
}

test.each([
  ['api-other-issuer', 'api-issuer', 'gateway'],
  ['client-gone', 'own-client-unknown', 'token'],
  ['registration-needs-token', 'registration-needs-admin', 'registration'],
])('a step that %s broke is examined as it failed: %s', async (name, finding, layer) => {
  const scenario = loadScenarios().find((one) => one.name === name)
  if (!scenario) throw new RangeError(`There is no scenario ${name}`)
  const run = await createRun(scenario)
  await lab.client.startScenario({ body: { name } })
  await runSteps(lab.client, run)
  const { findings, about } = await lab.client.examine({ body: { run: run.id } })
  expect(about?.failure?.layer).toBe(layer)
  expect(findings.map(({ id }) => id)).toContain(finding)
  expect(findings[0]?.severity).toBe('error')
})

describe('a run that is walked while a scenario is on meets it, and is whole once it is off', () => {
  test.each(loadScenarios().filter(meetsRun))('$name', async (scenario) => {
    const { name } = scenario
    const run = await createRun(scenario)
    await lab.client.startScenario({ body: { name } })
    const broken = await runSteps(lab.client, run)
    await lab.client.stopScenario()
    const whole = await runSteps(lab.client, run)
    expect(listFailed(whole)).toEqual([])
    const usual = new Set(await listShown(whole))
    const shown = (await listShown(broken)).filter((one) => !usual.has(one))
    expect([...listFailed(broken), ...shown]).not.toEqual([])
  })
})
