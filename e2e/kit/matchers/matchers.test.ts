import { expect, test } from 'dcr-lab/vitest'

test.override({ dcrDialect: 'rfc' })

test('toHaveGranted compares with what was granted, and says what the provider did', async ({
  client,
  idp,
}) => {
  await idp.startFault('scope-dropped')
  const app = await client.register({ client_name: 'Orders', scope: 'openid' })
  expect(app).toHaveGranted('client_name', 'Orders')
  expect(app).toHaveGranted('grant_types', expect.arrayContaining(['client_credentials']))
  expect(app).not.toHaveGranted('client_name', 'Others')
  expect(() => expect(app).toHaveGranted('scope', 'openid')).toThrow(
    /Expected: scope: "openid"\nReceived: no scope\nHint: {5}Asked for "openid"\. The answer does not say;/,
  )
  expect(() => expect(app).not.toHaveGranted('client_name')).toThrow(
    /\.not\.toHaveGranted\("client_name"\)\n\nExpected: not client_name\nReceived: client_name: "Orders"/,
  )
})

test('toBeRejectedWith takes the code of the provider, of the lab, and nothing else', async ({
  client,
  token,
}) => {
  const refuse = (): Promise<unknown> => client.register({ grant_types: ['made-up'] })
  await expect(refuse()).toBeRejectedWith('invalid_client_metadata')
  await expect(refuse()).toBeRejectedWith('PROVIDER_REJECTED')
  await expect(refuse()).not.toBeRejectedWith('invalid_redirect_uri')
  await expect(expect(refuse()).toBeRejectedWith('invalid_redirect_uri')).rejects.toThrow(
    /Expected: invalid_redirect_uri\nReceived: invalid_client_metadata, PROVIDER_REJECTED with status 400/,
  )
  const app = await client.register()
  const asked = token.clientCredentials(app, { scope: 'unheard-of' })
  await expect(asked).toBeRejectedWith('invalid_scope')
})

test('toBeRejectedWith fails with and without .not where nothing was refused', async ({
  client,
}) => {
  const app = await client.register()
  for (const assertion of [expect(app), expect(app).not])
    await expect(assertion.toBeRejectedWith('invalid_token')).rejects.toThrow(
      /Received: nothing was refused/,
    )
})

test('toMatchJwt looks at claims and header, and names what differs', async ({ client, token }) => {
  const app = await client.register()
  const machine = await token.clientCredentials(app)
  expect(machine).toMatchJwt({ client_id: app.id, exp: expect.any(Number) }, { alg: 'RS256' })
  expect(machine.accessToken).toMatchJwt({ client_id: app.id })
  expect(machine).not.toMatchJwt({ aud: 'https://other.example/' })
  const claims = { client_id: app.id, aud: 'https://other.example/' }
  expect(() => expect(machine).toMatchJwt(claims)).toThrow(/Hint: {5}Different: aud\./)
  expect(() => expect(machine).toMatchJwt({}, { alg: 'none' })).toThrow(/Different: header alg/)
  expect(() => expect('opaque').toMatchJwt({})).toThrow(/a text that is no JWT/)
  expect(() => expect(Promise.resolve(machine)).toMatchJwt({})).toThrow(/Received: a promise/)
})

test.describe('at the provider of the guide', () => {
  test.override({ dcrDialect: 'okta' })

  test('toHaveVerdict takes an outcome or the check that failed', async ({ journey, gateway }) => {
    const { token, answer } = await journey.walk()
    expect(answer).toHaveVerdict('allowed')
    expect(answer).not.toHaveVerdict('refused')
    const refused = await gateway.fetch('/okta-api/headers')
    expect(refused).toHaveVerdict('refused')
    expect(refused).toHaveVerdict('credential')
    await expect(refused).toBeRejectedWith('TOKEN_MISSING')
    expect(() => expect(refused).toHaveVerdict('allowed')).toThrow(
      /Expected: allowed\nReceived: refused at check credential .*, status \d+: [\s\S]*Hint: /,
    )
    expect(() => expect(token).toHaveVerdict('allowed')).toThrow(/gateway\.fetch/)
    expect(() => expect(refused).toHaveVerdict('credentials' as never)).toThrow(
      /a check: route, endpoint/,
    )
  })
})
