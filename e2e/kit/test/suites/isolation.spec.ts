import { expect, test } from 'dcr-lab/playwright'

test('one test leaves everything behind that it can', async ({
  journey,
  client,
  scenario,
  clock,
  gateway,
  idp,
  companion,
  dcrLab: { api },
}) => {
  await journey.walk()
  await client.register({ client_name: 'Left behind' })
  await clock.moveTo(86_400)
  await idp.rotateKeys({ overlapSeconds: 0 })
  await idp.addDefaultScope()
  await scenario.start('outage')
  await api.createDeveloper({ body: { email: 'left@example.com', password: 'left-behind' } })
  await api.putEmbeddedIdpSettings({ body: { has_access_policy: false } })
  await api.putSoftwarePublishers({ body: { publishers: [] } })
  // A client that the app under test made by itself.
  const direct = await fetch(`${companion.addresses.idp}/gluu/jans-auth/restv1/register`, {
    method: 'POST',
  })
  expect(direct.status).toBe(503)
  expect(gateway.url).toContain('127.0.0.1')
})

test('the next one finds nothing of it', async ({
  client,
  scenario,
  clock,
  dcrLab: { api, exchanges },
}) => {
  expect(await scenario.active()).toBeUndefined()
  expect(await api.listFaults()).toEqual([])
  expect(await clock.offsetSeconds()).toBe(0)
  expect(await client.list()).toEqual([])
  expect(await api.listRuns()).toEqual([])
  expect(await api.listTokens()).toEqual([])
  expect(await api.listApis()).toEqual([])
  expect(await api.listPolicies()).toEqual([])
  expect(await api.listCatalogue()).toEqual([])
  expect(await api.listDevelopers()).toEqual([])
  expect(await api.getEmbeddedIdpSettings()).toEqual({ has_access_policy: true })
  expect(exchanges).toEqual([])
})

test('and the journey can be walked in the same companion, with keys that were rotated', async ({
  journey,
}) => {
  expect((await journey.walk()).answer).toHaveVerdict('allowed')
})

test.describe('a retry', () => {
  test.describe.configure({ retries: 1 })

  test('has a state of its own', async ({ client, clock }, testInfo) => {
    expect(await client.list()).toEqual([])
    expect(await clock.offsetSeconds()).toBe(0)
    await client.register()
    await clock.moveTo(3600)
    expect(testInfo.retry, 'the first attempt fails on purpose').toBe(1)
  })
})

test.describe('parallel tests', () => {
  test.describe.configure({ mode: 'parallel' })

  for (const name of ['one', 'another', 'a third'])
    test(`${name} sees its own clients only`, async ({ client, scenario }) => {
      expect(await scenario.active()).toBeUndefined()
      await scenario.start('scope-dropped')
      await client.register({ client_name: name })
      expect((await client.list()).map(({ client_name }) => client_name)).toEqual([name])
    })
})
