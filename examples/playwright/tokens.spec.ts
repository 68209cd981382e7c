import { expect, test } from 'dcr-lab/playwright'

test.use({ dcrDialect: 'mcp' })

test('a token by client credentials names its client', async ({ client, token, idp }) => {
  const app = await client.register()
  const machine = await token.clientCredentials(app)
  expect(machine).toMatchJwt({ iss: idp.issuer, client_id: app.id }, { alg: 'RS256' })
})

test('a person signs in, and the token is refreshed', async ({ client, token, companion }) => {
  const app = await client.register({
    application_type: 'native',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    redirect_uris: [`${companion.addresses.portal}/oauth/callback`],
  })
  const pending = await token.authorizationCode(app, { scope: 'openid offline_access' })
  // In a test with a page: await page.goto(pending.url), and pending.finish() in the end.
  const first = await pending.signInAs('ada')
  expect(first).toMatchJwt({ sub: 'ada' })
  const second = await token.refresh(first)
  expect(second.accessToken).not.toBe(first.accessToken)
})

test('two hours later the token has ended', async ({ client, token, clock }) => {
  const machine = await token.clientCredentials(await client.register())
  await clock.moveBy(2 * 60 * 60)
  const { seconds_left } = await machine.inspect()
  expect(seconds_left).toBeLessThan(0)
})
