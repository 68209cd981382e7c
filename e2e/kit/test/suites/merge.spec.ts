import { mergeTests, test as base } from '@playwright/test'
import {
  type DcrLabFixtures,
  type DcrLabOptions,
  type DcrLabWorkerFixtures,
  expect,
  fixtures,
  test as dcr,
} from 'dcr-lab/playwright'

const theirs = base.extend<{ name: string }>({
  name: async ({}, use) => {
    await use('Merged')
  },
})

mergeTests(dcr, theirs)('merged with the fixtures of others', async ({ client, name }) => {
  expect(await client.register({ client_name: name })).toHaveGranted('client_name', 'Merged')
})

const extended = theirs.extend<DcrLabFixtures & DcrLabOptions, DcrLabWorkerFixtures>(fixtures)

extended.describe('an extended test', () => {
  extended.use({ dcrDialect: 'mcp', dcrClock: 60 })

  extended('takes options', async ({ idp, clock, name }) => {
    expect(idp.issuer).toMatch(/\/mcp$/)
    expect(await clock.offsetSeconds()).toBe(60)
    expect(name).toBe('Merged')
  })
})
