import type { StepId } from '#shared/contract/run.ts'
import { dcr } from '#shared/journeys/journeys.ts'
import { expect, test } from '../support/test.ts'

const STEP_IDS = dcr.steps.map(({ id }) => id)

test('kill -9 after step 9 and a restart lose nothing', async ({ launchCompanion }, testInfo) => {
  const root = testInfo.outputPath('companion')
  const first = await launchCompanion(root)
  let run = await first.client.createRun({ body: { origin: 'test' } })
  for (const step of STEP_IDS.slice(0, 9))
    run = await first.client.runStep({ params: { run: run.id, step }, body: {} })
  await first.stop('SIGKILL')

  const second = await launchCompanion(root, first.ports)
  const after = await second.client.getRun({ params: { run: run.id } })
  expect(after).toEqual(run)
  for (const { exchanges } of run.steps)
    for (const exchange of exchanges) await second.client.getExchange({ params: { exchange } })
  const later: StepId[] = STEP_IDS.slice(9)
  for (const step of later) {
    const walked = await second.client.runStep({ params: { run: run.id, step }, body: {} })
    expect(walked.steps.find(({ id }) => id === step)?.state, step).toBe('passed')
  }
  expect(await second.stop()).toBe(0)
})
