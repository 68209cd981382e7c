import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DIALECT_IDS } from '#shared/idp/dialects.ts'
import { dcr } from '#shared/journeys/journeys.ts'
import type { DcrProvider } from '#shared/tyk/dcr-options.ts'
import { findStep, runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

const WITH_REGISTRATION = DIALECT_IDS.filter((id) => id !== 'none')

test.each(WITH_REGISTRATION)(
  '%s: all steps pass, and starting over leaves no client',
  async (dialect) => {
    const { client } = lab
    const run = await runSteps(
      client,
      await client.createRun({ body: { dialect, origin: 'test' } }),
    )
    expect(
      run.steps.map(({ id, state, problem }) => `${id} ${state} ${problem?.detail ?? ''}`),
    ).toEqual(dcr.steps.map(({ id }) => `${id} passed `))
    const { left_behind } = await client.deleteRun({ params: { run: run.id } })
    // Auth0 has no call that deletes a client, so it is named.
    expect(left_behind).toHaveLength(dialect === 'auth0' ? 1 : 0)
  },
)

test('without registration the first step says that there is none', async () => {
  const { client } = lab
  const created = await client.createRun({ body: { dialect: 'none', origin: 'test' } })
  const run = await runSteps(client, created, { last: 'api-token' })
  expect(findStep(run, 'api-token').problem?.detail).toMatch(
    /does not name registration_endpoint\.$/,
  )
})

test('a kind of provider that the embedded one cannot be is refused', async () => {
  await expect(
    lab.client.createRun({ body: { provider: 'wso2', origin: 'test' } }),
  ).rejects.toThrow(/cannot stand in for WSO2/)
})

test('at Auth0 the client grant follows the registration', async () => {
  const { client } = lab
  const created = await client.createRun({ body: { provider: 'auth0', origin: 'test' } })
  const run = await runSteps(client, created, { last: 'register-client' })
  const checks = findStep(run, 'register-client').result?.checks ?? []
  expect(checks.at(-1)).toMatchObject({ text: 'Grant the API to the client', state: 'passed' })
})

test('a secret that ends within a week is warned of', async () => {
  const { client } = lab
  const created = await client.createRun({ body: { provider: 'gluu', origin: 'test' } })
  const run = await runSteps(client, created, { last: 'register-client' })
  expect(findStep(run, 'register-client').result?.checks).toContainEqual(
    expect.objectContaining({ id: 'secret_end', state: 'warned' }),
  )
})

describe('the life of a client', () => {
  async function registerAt(provider: DcrProvider): Promise<string> {
    const { client } = lab
    const created = await client.createRun({ body: { provider, origin: 'test' } })
    await runSteps(client, created, { last: 'register-client' })
    const found = (await client.listRegistrations()).find(({ run }) => run === created.id)
    return found?.id ?? ''
  }

  test('reading follows a registration access token that was replaced', async () => {
    const registration = await registerAt('curity')
    const params = { registration }
    // The second read works with the token that the first one brought.
    for (const _ of [1, 2])
      expect((await lab.client.readRegistration({ params })).registration.state).toBe('active')
    expect((await lab.client.deleteRegistration({ params })).state).toBe('deleted')
  })

  test('a plan says what a PUT would drop before it is sent', async () => {
    const registration = await registerAt('keycloak')
    const params = { registration }
    const { granted } = await lab.client.getRegistration({ params })
    const metadata = { ...granted, client_name: 'Renamed', contacts: ['me@example.com'] }
    delete (metadata as Record<string, unknown>)['post_logout_redirect_uris']
    const plan = await lab.client.planUpdate({ params, body: { metadata } })
    expect(plan).toMatchObject({
      added: ['contacts'],
      changed: ['client_name'],
      dropped: [],
    })
    // Keycloak keeps what a PUT leaves out.
    expect(plan.effects['post_logout_redirect_uris']).toContain('stays as it is')
    expect(plan.left_out).toContain('registration_client_uri')
    expect(plan.effects).toMatchObject({
      client_name: expect.stringMatching(/Keycloak client|Renamed/) as unknown,
    })
    const updated = await lab.client.updateRegistration({ params, body: { metadata } })
    expect(updated.granted).toMatchObject({ client_name: 'Renamed' })
    expect(await lab.client.readRegistration({ params })).toMatchObject({
      client: { client_name: 'Renamed' },
    })
  })

  test('Okta rotates a secret; where there is no call for it, that is said', async () => {
    const params = { registration: await registerAt('okta') }
    const before = await lab.client.getRegistration({ params })
    const after = await lab.client.rotateSecret({ params })
    expect(after.client_secret).not.toBe(before.client_secret)
    const keycloak = { registration: await registerAt('keycloak') }
    await expect(lab.client.rotateSecret({ params: keycloak })).rejects.toThrow(
      /has no call that rotates a secret/,
    )
  })

  test('a client made elsewhere is adopted and can then be deleted', async () => {
    const host = `${lab.companion.addresses.idp}/gluu`
    const registration_endpoint = `${host}/jans-auth/restv1/register`
    const answer = await fetch(registration_endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_name: 'By hand', grant_types: ['client_credentials'] }),
    })
    const client = (await answer.json()) as { client_id: string }
    const body = { provider: 'gluu' as const, idp_host: host, registration_endpoint, client }
    const adopted = await lab.client.adoptClient({ body })
    expect(adopted).toMatchObject({ state: 'active', origin: 'adopted', client_name: 'By hand' })
    expect(JSON.stringify(adopted)).not.toContain(
      (client as { client_secret?: string }).client_secret,
    )
    await expect(lab.client.adoptClient({ body })).rejects.toThrow(/has this client already/)
    const sweep = await lab.client.sweepClients({ body: { origin: 'adopted' } })
    expect(sweep).toEqual({ deleted: [adopted.id], left_behind: [] })
  })

  test('a sweep deletes the rest and names whom it could not delete', async () => {
    const { left_behind } = await lab.client.sweepClients({ body: {} })
    const alive = (await lab.client.listRegistrations()).filter(({ state }) => state === 'active')
    expect(alive.map(({ id }) => id).sort()).toEqual(left_behind.map(({ id }) => id).sort())
    expect(alive.every(({ provider }) => provider === 'auth0')).toBe(true)
  })
})
