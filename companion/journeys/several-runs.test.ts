import { afterAll, beforeAll, expect, test } from 'vitest'
import { findStep, runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

test('runs without a name are called after their provider, each another way', async () => {
  const { client } = lab
  const orders = ['okta', 'keycloak', 'okta', 'okta'] as const
  const names: string[] = []
  for (const provider of orders) names.push((await client.createRun({ body: { provider } })).name)
  expect(names).toEqual(['Okta', 'Keycloak', 'Okta 2', 'Okta 3'])
  expect((await client.listRuns()).map(({ name }) => name)).toEqual([...names].reverse())
})

test('a run has the name that it is given, after a restart as well', async () => {
  const { id, name } = await lab.client.createRun({ body: { name: ' Friday demo ' } })
  expect(name).toBe('Friday demo')
  const renamed = await lab.client.renameRun({ params: { run: id }, body: { name: 'Monday' } })
  expect(renamed).toMatchObject({ id, name: 'Monday' })
  lab = await lab.restart()
  expect((await lab.client.getRun({ params: { run: id } })).name).toBe('Monday')
})

test('a name that is empty, and a run that is not there, are refused', async () => {
  const { id } = await lab.client.createRun({ body: {} })
  const rename = (run: string, name: string) =>
    lab.client.renameRun({ params: { run }, body: { name } })
  await expect(rename(id, ' ')).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
  await expect(rename('nowhere', 'A')).rejects.toMatchObject({ code: 'RECORD_NOT_FOUND' })
})

test('deleting one run leaves the clients, the APIs and the policies of the other', async () => {
  const { client } = lab
  const start = async () =>
    runSteps(client, await client.createRun({ body: { origin: 'test' } }), { last: 'call-api' })
  const [kept, deleted] = [await start(), await start()]
  const listClients = async (run: string) =>
    (await client.listRegistrations()).filter((one) => one.run === run).map(({ state }) => state)
  expect(await client.deleteRun({ params: { run: deleted.id } })).toEqual({ left_behind: [] })
  expect(await listClients(deleted.id)).toEqual(['deleted'])
  expect(await listClients(kept.id)).toEqual(['active'])
  const again = await client.runStep({ params: { run: kept.id, step: 'call-api' }, body: {} })
  expect(findStep(again, 'call-api').state).toBe('passed')
  await expect(client.getRun({ params: { run: deleted.id } })).rejects.toMatchObject({
    code: 'RECORD_NOT_FOUND',
  })
})
