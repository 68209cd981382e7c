import { afterAll, beforeAll, expect, test } from 'vitest'
import { runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

test('faults are switched on and off one by one, and strike meanwhile', async () => {
  const { client } = lab
  await client.startFault({ params: { fault: 'outage' }, body: { seconds: 60 } })
  await client.startFault({ params: { fault: 'no-sub' }, body: { dialect: 'okta' } })
  expect(await client.listFaults()).toEqual([
    { id: 'outage', seconds: 60, used: 0, ends_at: expect.any(String) as string },
    { id: 'no-sub', dialect: 'okta', used: 0 },
  ])
  const { findings } = await client.examine({ body: {} })
  expect(findings[0]?.id).toBe('outage')
  const left = await client.endFault({ params: { fault: 'outage' } })
  expect(left.map(({ id }) => id)).toEqual(['no-sub'])
  expect(await client.endFault({ params: { fault: 'no-sub' } })).toEqual([])
})

test('the provider of a run is examined with the token that the run keeps', async () => {
  const { client, companion } = lab
  const run = await runSteps(client, await client.createRun({ body: { origin: 'test' } }), {
    last: 'api-token',
  })
  const host = `${companion.addresses.idp}/oauth2/default`
  const order = { host, provider: 'okta' as const }
  const stranger = await client.examine({ body: order })
  expect(stranger.findings.map(({ layer }) => layer)).toContain('registration')
  const { findings, order: shown } = await client.examine({ body: { ...order, run: run.id } })
  expect(findings.map(({ layer }) => layer)).not.toContain('registration')
  expect(shown).not.toHaveProperty('initial_access_token')
  const own = { initial_access_token: 'nobody-minted-this', run: run.id }
  const typed = await client.examine({ body: { ...order, ...own } })
  expect(typed.findings.map(({ layer }) => layer)).toContain('registration')
  const nobody = await client.examine({ body: { ...order, run: 'nobody' } })
  expect(nobody.findings[0]?.id).toBe(stranger.findings[0]?.id)
})

test('a fault that nobody knows is refused', async () => {
  const call = lab.client.endFault({ params: { fault: 'flood' as 'outage' } })
  await expect(call).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
})
