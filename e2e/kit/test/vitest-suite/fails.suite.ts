import { expect, test } from 'dcr-lab/vitest'

/** Fails on purpose; `vitest-flavour.test.ts` looks at what it leaves. */

test('fails', async ({ client }) => {
  await client.register({ client_name: 'Failed' })
  expect(1).toBe(2)
})

test.describe('with a budget', () => {
  test.override({ dcrBudget: 0 })

  test('is over its budget', async ({ client }) => {
    await client.register({ client_name: 'Forgotten' })
  })
})

test('finds nothing of the ones before', async ({ client }) => {
  expect(await client.list()).toEqual([])
})
