import { expect, test } from 'dcr-lab/playwright'

/** Tests that fail on purpose; `report.test.ts` looks at their reports. */

test('fails after a walk', async ({ journey, gateway, client }) => {
  const { token } = await journey.walk({ until: 'token' })
  const other = await client.register({ client_name: 'Another' })
  process.stdout.write(`CANARY ${JSON.stringify([token.accessToken, await other.secret()])}\n`)
  const answer = await gateway.fetch('/okta-api/headers?access_token=canary', {
    token: `${token.accessToken}x`,
  })
  expect(answer).toHaveVerdict('allowed')
})

test.describe(() => {
  test.use({ dcrBudget: 1 })

  test('is over its budget', async ({ client }) => {
    await client.register({ client_name: 'First' })
    await client.register({ client_name: 'Second' })
  })
})

test('hangs', async ({ client }) => {
  test.setTimeout(3_000)
  await client.register({ client_name: 'Hung' })
  await new Promise(() => undefined)
})

test('prints no secret in a comparison', async ({ client, token }) => {
  const app = await client.register()
  const machine = await token.clientCredentials(app)
  process.stdout.write(`CANARY ${JSON.stringify([machine.accessToken, await app.secret()])}\n`)
  expect({ machine, app }).toEqual({})
})
