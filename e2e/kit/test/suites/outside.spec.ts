import { expect, test } from 'dcr-lab/playwright'

/** Run against a provider that the environment names; `outside.test.ts` counts what is left there. */

test('the journey is walked at the provider', async ({ journey }) => {
  expect((await journey.walk()).answer).toHaveVerdict('allowed')
})

test('clients are registered, and one of them is not deleted by the test', async ({ client }) => {
  const kept = await client.register({ client_name: 'Kept' })
  const gone = await client.register({ client_name: 'Gone' })
  await gone.delete()
  expect(await client.undeleted()).toHaveLength(1)
  expect(kept.id).not.toBe('')
})

test('a scenario is refused where it could have no effect', async ({ scenario }) => {
  await expect(scenario.start('outage')).toBeRejectedWith('INPUT_INVALID')
})

test('a person of a provider outside signs in with a page', async ({
  client,
  token,
  companion,
}) => {
  const app = await client.register({
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: [`${companion.addresses.portal}/oauth/callback`],
  })
  const pending = await token.authorizationCode(app)
  await expect(pending.signInAs('ada')).rejects.toThrow(/page\.goto\(pending\.url\)/)
})

test('hangs until its time is up', async ({ client }) => {
  test.setTimeout(3_000)
  await client.register({ client_name: 'Hung' })
  await new Promise(() => undefined)
})
