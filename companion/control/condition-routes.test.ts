import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'

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

test('an unknown fault is refused', async () => {
  const call = lab.client.endFault({ params: { fault: 'flood' as 'outage' } })
  await expect(call).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
})

test.each([{ seconds: 1e13 }, { value: 1e300 }, { times: 2 ** 60 }])(
  'a fault of %j is refused, and the faults can be seen and switched as before',
  async (body) => {
    const call = lab.client.startFault({ params: { fault: 'slow' }, body })
    await expect(call).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
    expect(await lab.client.listFaults()).toEqual([])
  },
)
