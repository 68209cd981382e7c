import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Run, StepId } from '#shared/contract/run.ts'
import { findStep, runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

test('another client makes the steps behind it to be done again, and running them cures that', async () => {
  let run = await runSteps(lab.client, await lab.client.createRun({ body: { origin: 'test' } }))
  const runStep = (step: StepId): Promise<Run> =>
    lab.client.runStep({ params: { run: run.id, step }, body: {} })
  const listOutdated = (): string[] =>
    run.steps.filter(({ state }) => state === 'outdated').map(({ id }) => id)
  run = await runStep('api')
  expect(listOutdated()).toEqual([])
  expect(findStep(run, 'api').result?.summary).not.toContain('Until it has a policy')
  run = await runStep('register-client')
  expect(listOutdated()).toEqual(['see-client', 'token', 'call-api'])
  expect(findStep(run, 'token').outdated_by).toBe('register-client')
  for (const step of ['see-client', 'token', 'call-api'] as const) run = await runStep(step)
  expect(run.steps.every(({ state }) => state === 'passed')).toBe(true)
  await lab.client.deleteRun({ params: { run: run.id } })
})

test('a step that waits in vain is cancelled, and shows nothing of the attempt before meanwhile', async () => {
  const silent = createServer(() => undefined)
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as AddressInfo
  const { id } = await lab.client.createRun({ body: { target: 'provider' } })
  const params = { run: id, step: 'api-token' } as const
  const refused = { idp_host: 'http://127.0.0.1:9', api_token: 'a-token' }
  const first = await lab.client.runStep({ params, body: { inputs: refused } })
  expect(findStep(first, 'api-token').exchanges.length).toBeGreaterThan(0)
  const running = lab.client.runStep({
    params,
    body: { inputs: { idp_host: `http://127.0.0.1:${port}` } },
  })
  await expect
    .poll(async () => findStep(await lab.client.getRun({ params }), 'api-token').state)
    .toBe('running')
  const meanwhile = findStep(await lab.client.getRun({ params }), 'api-token')
  expect(meanwhile).toMatchObject({ exchanges: [] })
  expect(meanwhile.problem).toBeUndefined()
  await lab.client.cancelStep({ params })
  const step = findStep(await running, 'api-token')
  expect(step).toMatchObject({ state: 'failed', problem: { code: 'STEP_CANCELLED' } })
  expect(step.started_at).toBe(meanwhile.started_at)
  const [exchange = ''] = step.exchanges
  expect((await lab.client.getExchange({ params: { exchange } })).failure).toContain('cancelled')
  silent.closeAllConnections()
  silent.close()
})
