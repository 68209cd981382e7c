import { expect, test } from 'dcr-lab/vitest'
import { describe } from 'vitest'

test.override({ dcrDialect: 'rfc' })

describe('client', () => {
  test('exact metadata and no token are sent as they are', async ({ client }) => {
    const bare = client.register({ client_name: 'Bare' }, { exact: true, initialAccessToken: '' })
    await expect(bare).toBeRejectedWith('invalid_token')
    const exact = await client.register(
      { client_name: 'Exact', redirect_uris: ['https://app.example/cb'] },
      { exact: true },
    )
    expect(exact.asked).toEqual({
      client_name: 'Exact',
      redirect_uris: ['https://app.example/cb'],
    })
  })

  test('it is read, changed, deleted, and its secret told', async ({ client }) => {
    const app = await client.register({ client_name: 'Before', contacts: ['a@example.com'] })
    expect((await app.secret()).length).toBeGreaterThan(30)
    await app.update({ client_name: 'After' })
    expect(app).toHaveGranted('client_name', 'After')
    expect(app).toHaveGranted('contacts', ['a@example.com'])
    expect(await app.read()).toMatchObject({ client_id: app.id, client_name: 'After' })
    await expect(app.rotateSecret()).toBeRejectedWith('MANAGEMENT_UNAVAILABLE')
    await app.delete()
    expect(await client.undeleted()).toEqual([])
    expect(await client.list()).toMatchObject([{ state: 'deleted' }])
    await expect(app.read()).toBeRejectedWith('invalid_token')
  })
})

describe('token', () => {
  test('by device, with a look at the provider', async ({ client, token }) => {
    const app = await client.register({
      application_type: 'native',
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code'],
    })
    const pending = await token.device(app, { scope: 'openid' })
    expect(pending.userCode).toMatch(/^[A-Z]{4}-[A-Z]{4}$/)
    expect(await pending.signInAs('ada')).toMatchJwt({ sub: 'ada' })
  })

  test('inspected here, and introspected at the provider', async ({ client, token }) => {
    const machine = await token.clientCredentials(await client.register())
    expect(machine.headers.authorization).toBe(`Bearer ${machine.accessToken}`)
    const { checks } = await machine.inspect()
    expect(checks.filter(({ state }) => state === 'failed')).toEqual([])
    expect(await machine.introspect()).toMatchObject({ active: true })
  })

  test('revoked, and then not refreshed any more', async ({ client, token, companion }) => {
    const app = await client.register({
      application_type: 'native',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      redirect_uris: [`${companion.addresses.portal}/oauth/callback`],
    })
    const pending = await token.authorizationCode(app, { scope: 'openid offline_access' })
    const first = await pending.signInAs('ada')
    await first.revoke()
    await expect(token.refresh(first)).toBeRejectedWith('invalid_grant')
  })

  test('by exchange', async ({ client, token }) => {
    const grants = ['client_credentials', 'urn:ietf:params:oauth:grant-type:token-exchange']
    const app = await client.register({ grant_types: grants })
    const first = await token.clientCredentials(app)
    const second = await token.exchange(first)
    expect(second).toMatchJwt({ client_id: app.id })
    expect(second.record.grant).toBe(grants[1])
  })

  test('a refusal carries the code of the provider', async ({ client, token, idp }) => {
    const app = await client.register()
    await idp.startFault('dpop-required')
    await expect(token.clientCredentials(app)).toBeRejectedWith('invalid_dpop_proof')
    await idp.endFault('dpop-required')
    expect(await token.clientCredentials(app, { dpop: true })).toMatchJwt({
      cnf: { jkt: expect.any(String) },
    })
  })
})

describe('idp', () => {
  test('metadata and keys are the provider’s own', async ({ idp }) => {
    expect(await idp.metadata()).toMatchObject({
      issuer: idp.issuer,
      token_endpoint: idp.tokenEndpoint,
      registration_endpoint: idp.registrationEndpoint,
      jwks_uri: idp.jwksUri,
    })
    const [before] = await idp.keys()
    await idp.rotateKeys()
    const after = await idp.keys()
    expect(after).toHaveLength(2)
    expect(after[1]).toEqual(before)
    await idp.rotateKeys({ overlapSeconds: 0 })
  })

  test('a client brings a software statement', async ({ idp }) => {
    const software_statement = await idp.softwareStatement({ client_name: 'Stated' })
    const app = await idp.register({ client_name: 'Plain', software_statement })
    expect(app).toHaveGranted('client_name', 'Stated')
  })
})

describe('journey', () => {
  test('another journey, inputs of a step, and a step done again', async ({ journey }) => {
    const walk = await journey.walk({
      journey: 'client-life',
      until: 'register-directly',
      inputs: { 'register-directly': { client_name: 'Chosen' } },
    })
    expect(walk.client).toHaveGranted('client_name', 'Chosen')
    await walk.step('change-client', { client_name: 'Changed' })
    expect(walk.fact('register-directly', 'client_id')).toBe(walk.client.id)
    expect(() => walk.fact('register-directly', 'nothing')).toThrow(/It has client_id/)
  })

  test('a step that fails names itself, and what the provider said', async ({ journey, idp }) => {
    await idp.startFault('iat-expired')
    const walk = journey.walk()
    await expect(walk).toBeRejectedWith('PROVIDER_REJECTED')
    await expect(walk).rejects.toThrow(/^Step "register-client": /)
  })
})
