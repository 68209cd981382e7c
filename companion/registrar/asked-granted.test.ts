import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ComparedMember } from '#shared/oauth/metadata/compare-metadata.ts'
import { findStep, runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'
import type { DcrProvider } from '#shared/tyk/dcr-options.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

const TYPED = {
  client_uri: 'https://app.example/',
  contacts: ['ops@app.example'],
  logo_uri: 'https://app.example/logo.png',
  subject_type: 'pairwise',
  software_id: 'dcr-lab',
  require_auth_time: 'true',
  dpop_bound_access_tokens: 'true',
  request_uris: ['https://app.example/request'],
  token_endpoint_auth_method: 'client_secret_basic',
}

/** Registers a client with more than the usual members, and compares. */
async function compareAt(
  provider: DcrProvider,
  more: Record<string, unknown> = {},
): Promise<Record<string, ComparedMember>> {
  const { client } = lab
  const created = await client.createRun({ body: { provider, origin: 'test' } })
  const run = await runSteps(client, created, {
    last: 'register-client',
    inputs: { 'register-client': { ...TYPED, ...more } },
  })
  const step = findStep(run, 'register-client')
  expect(step.problem?.detail).toBeUndefined()
  const found = (await client.listRegistrations()).find((one) => one.run === run.id)
  const params = { registration: found?.id ?? '' }
  const { comparison = [] } = await client.getRegistration({ params })
  expect(step.result?.comparison).toEqual(comparison)
  return Object.fromEntries(comparison.map((member) => [member.name, member]))
}

const pickStates = (members: Record<string, ComparedMember>, state: ComparedMember['state']) =>
  Object.values(members)
    .filter((member) => member.state === state)
    .map(({ name }) => name)
    .sort()

test('Keycloak shows four members no more, and changes none', async () => {
  const members = await compareAt('keycloak')
  expect(pickStates(members, 'dropped')).toEqual([
    'contacts',
    'logo_uri',
    'require_auth_time',
    'software_id',
  ])
  expect(pickStates(members, 'changed')).toEqual([])
  expect(members['dpop_bound_access_tokens']?.state).toBe('same')
  expect(pickStates(members, 'added')).toContain('require_pushed_authorization_requests')
})

test('Auth0 keeps six members', async () => {
  const members = await compareAt('auth0')
  expect(pickStates(members, 'dropped')).toEqual([
    'client_uri',
    'contacts',
    'dpop_bound_access_tokens',
    'request_uris',
    'require_auth_time',
    'software_id',
    'subject_type',
  ])
  expect(members['dpop_bound_access_tokens']?.effect).toMatch(/plain bearer/)
  expect(members['logo_uri']?.state).toBe('same')
})

test('Curity and Gluu take all, and add what is theirs', async () => {
  const curity = await compareAt('curity')
  expect(pickStates(curity, 'dropped')).toEqual([])
  expect(pickStates(curity, 'added')).toEqual([
    'access_token_ttl',
    'redirect_uris',
    'require_proof_key',
  ])
  const gluu = await compareAt('gluu')
  expect(pickStates(gluu, 'dropped')).toEqual([])
  expect(pickStates(gluu, 'added')).toContain('application_type')
})

test('a provider of the standard alone drops what it has no use for', async () => {
  const members = await compareAt('other', {
    subject_type: 'public',
    backchannel_logout_uri: 'https://app.example/out',
    further_members: '{"colour":"red"}',
  })
  expect(pickStates(members, 'dropped')).toEqual([
    'backchannel_logout_uri',
    'colour',
    'request_uris',
  ])
  expect(members['colour']?.effect).toMatch(/as if colour had never been sent/)
  expect(members['backchannel_logout_uri']?.effect).toMatch(/leaves the app signed in/)
})

test('what a kind of provider would refuse is not sent, unless it is typed as JSON', async () => {
  const { client } = lab
  const created = await client.createRun({ body: { provider: 'keycloak', origin: 'test' } })
  const run = await runSteps(client, created, {
    last: 'register-client',
    inputs: { 'register-client': { authorization_details_types: ['payment'] } },
  })
  expect(findStep(run, 'register-client').result?.checks).toContainEqual(
    expect.objectContaining({
      id: 'unsent',
      state: 'warned',
      evidence: 'authorization_details_types',
    }),
  )
  const params = { run: run.id, step: 'register-client' as const }
  const inputs = { further_members: '{"colour":"red"}' }
  await client.runStep({ params, body: { inputs } })
  const [registration] = await client.listRegistrations()
  expect(registration?.asked).toMatchObject({ colour: 'red' })
})

test('members of step 9 go before the settings of step 7, and have to go together with them', async () => {
  const { client } = lab
  const created = await client.createRun({ body: { provider: 'gluu', origin: 'test' } })
  await runSteps(client, created, { last: 'developer' })
  const params = { run: created.id, step: 'register-client' as const }
  const inputs = { grant_types: ['authorization_code', 'refresh_token'] }
  const refused = await client.runStep({ params, body: { inputs } })
  expect(findStep(refused, 'register-client').problem?.issues?.map(({ field }) => field)).toEqual([
    'redirect_uris',
  ])
  const mended = { redirect_uris: ['https://app.example/cb'], response_types: ['code'] }
  const run = await client.runStep({ params, body: { inputs: mended } })
  expect(findStep(run, 'register-client').state).toBe('passed')
  const [registration] = await client.listRegistrations()
  expect(registration?.granted).toMatchObject({ ...inputs, ...mended })
})

test('a button fixes a value that was typed in step 9 in that step', async () => {
  const { client } = lab
  const created = await client.createRun({ body: { provider: 'okta', origin: 'test' } })
  const typed = {
    grant_types: ['client_credentials', 'implicit'],
    response_types: ['token'],
    redirect_uris: ['https://app.example/cb'],
  }
  const run = await runSteps(client, created, {
    last: 'register-client',
    inputs: { 'register-client': typed },
  })
  const { problem } = findStep(run, 'register-client')
  expect(problem?.code).toBe('CLIENT_METADATA_REFUSED')
  expect(problem?.fixes?.map(({ step }) => step)).toEqual(['register-client', 'register-client'])
  for (const fix of problem?.fixes ?? []) {
    const params = { run: run.id, step: 'register-client' as const }
    const mended = await client.runStep({ params, body: { inputs: fix.inputs } })
    expect(findStep(mended, 'register-client').problem?.detail, fix.label).toBeUndefined()
  }
})

test('the key that is made for a client signs with the algorithm that was asked for', async () => {
  const { client } = lab
  const created = await client.createRun({ body: { provider: 'gluu', origin: 'test' } })
  const typed = {
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
  }
  await runSteps(client, created, {
    last: 'register-client',
    inputs: { 'register-client': typed },
  })
  const [registration] = await client.listRegistrations()
  expect(registration?.granted?.['jwks']).toMatchObject({ keys: [{ kty: 'EC', alg: 'ES256' }] })
})

test('the token request signs in as the client was registered', async () => {
  const { client } = lab
  const created = await client.createRun({ body: { provider: 'keycloak', origin: 'test' } })
  const inputs = { 'register-client': { token_endpoint_auth_method: 'client_secret_basic' } }
  const run = await runSteps(client, created, { last: 'token', inputs })
  expect(findStep(run, 'token')).toMatchObject({
    state: 'passed',
    inputs: { token_endpoint_auth_method: 'client_secret_basic' },
  })
})

test('the control API checks the types of members, and compares in its answer', async () => {
  const idp_host = `${lab.companion.addresses.idp}/gluu`
  const order = {
    id: randomUUID(),
    origin: 'test' as const,
    provider: 'gluu' as const,
    idp_host,
    registration_endpoint: `${idp_host}/jans-auth/restv1/register`,
  }
  const metadata = { client_name: 'API', redirect_uris: [], default_max_age: 'soon' }
  await expect(lab.client.registerClient({ body: { ...order, metadata } })).rejects.toThrow(
    /metadata\.default_max_age/,
  )
  const { comparison } = await lab.client.registerClient({
    body: { ...order, metadata: { ...metadata, default_max_age: 60 } },
  })
  expect(comparison).toContainEqual({
    name: 'default_max_age',
    state: 'same',
    asked: 60,
    granted: 60,
  })
})
