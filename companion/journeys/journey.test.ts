import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Run, StepId } from '#shared/contract/run.ts'
import { dcr } from '#shared/journeys/journeys.ts'
import { findStep, runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

async function reveal(run: Run, step: StepId, fact: string): Promise<string> {
  const secret = findStep(run, step).result?.facts.find(({ id }) => id === fact)?.secret ?? ''
  return (await lab.client.revealSecret({ body: { secret } })).value
}

describe('the whole journey', () => {
  let run: Run

  beforeAll(async () => {
    run = await runSteps(lab.client, await lab.client.createRun({ body: { origin: 'test' } }))
  })

  test('all steps pass', () => {
    expect(run.steps.map(({ id, state }) => `${id} ${state}`)).toEqual(
      dcr.steps.map(({ id }) => `${id} passed`),
    )
  })

  test('the registration is what the guide sends, with Okta’s scheme', async () => {
    const [id = ''] = findStep(run, 'register-client').exchanges
    const { request, response } = await lab.client.getExchange({ params: { exchange: id } })
    expect(request).toMatchObject({
      method: 'POST',
      url: `${lab.companion.addresses.idp}/oauth2/v1/clients`,
    })
    expect(request.headers.find(([name]) => name === 'authorization')?.[1]).toMatch(/^SSWS ••••/)
    expect(JSON.parse(request.body?.text ?? '')).toEqual({
      client_name: 'OKTA Client',
      application_type: 'web',
      response_types: ['token'],
      grant_types: ['client_credentials', 'implicit', 'authorization_code'],
      token_endpoint_auth_method: 'client_secret_post',
    })
    expect(response?.status).toBe(201)
  })

  test('the last step shows the whole way: app to gateway, gateway to IdP, gateway to API', async () => {
    const exchanges = await Promise.all(
      findStep(run, 'call-api').exchanges.map((exchange) =>
        lab.client.getExchange({ params: { exchange } }),
      ),
    )
    const lanes = exchanges.map(({ from, to }) => `${from} ${to}`)
    expect(lanes).toEqual(
      expect.arrayContaining(['app gateway', 'gateway idp', 'gateway upstream']),
    )
  })

  test('its verdict is kept and all of its checks passed', async () => {
    const id = findStep(run, 'call-api').result?.verdict ?? ''
    const verdict = await lab.client.getVerdict({ params: { verdict: id } })
    expect(verdict).toMatchObject({ status: 200, is_allowed: true })
    expect(verdict.checks.filter(({ state }) => state === 'failed')).toEqual([])
  })

  test('with the token the gateway answers 200, without it Tyk’s 400', async () => {
    const url = `${lab.companion.addresses.gateway}/okta-api/headers`
    const token = await reveal(run, 'token', 'access_token')
    expect((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200)
    const refused = await fetch(url)
    expect(refused.status).toBe(400)
    expect(await refused.text()).toBe('{\n    "error": "Authorization field missing"\n}')
  })

  test('a second run stands beside it without touching it', async () => {
    const second = await runSteps(
      lab.client,
      await lab.client.createRun({ body: { origin: 'test' } }),
    )
    expect(second.steps.every(({ state }) => state === 'passed')).toBe(true)
    expect(findStep(second, 'api').inputs['listen_path']).toBe('/okta-api-2/')
    const { left_behind } = await lab.client.deleteRun({ params: { run: second.id } })
    expect(left_behind).toEqual([])
    const again = await lab.client.runStep({ params: { run: run.id, step: 'call-api' }, body: {} })
    expect(findStep(again, 'call-api').state).toBe('passed')
  })

  test('no secret is in the data directory or in what the API shows', async () => {
    const secrets = await Promise.all([
      reveal(run, 'api-token', 'api_token'),
      reveal(run, 'developer', 'password'),
      reveal(run, 'register-client', 'client_secret'),
      reveal(run, 'token', 'access_token'),
    ])
    const shown = JSON.stringify([
      await lab.client.listRuns(),
      await lab.client.listExchanges({ query: { limit: 500 } }),
      await lab.client.listVerdicts(),
      await lab.client.listRegistrations(),
      await lab.client.listCatalogue(),
    ])
    const onDisk = await readTree(lab.dataDir)
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(8)
      for (const form of [
        secret,
        Buffer.from(secret).toString('base64'),
        encodeURIComponent(secret),
      ]) {
        expect(shown.includes(form)).toBe(false)
        expect(onDisk.includes(form)).toBe(false)
      }
    }
  })

  test('a restart loses nothing', async () => {
    lab = await lab.restart()
    const after = await lab.client.getRun({ params: { run: run.id } })
    expect(after.steps.map(({ state }) => state)).toEqual(run.steps.map(() => 'passed'))
    const [exchange = ''] = findStep(after, 'register-client').exchanges
    expect((await lab.client.getExchange({ params: { exchange } })).response?.status).toBe(201)
    for (const step of ['see-client', 'token', 'call-api'] as const) {
      const again = await lab.client.runStep({ params: { run: run.id, step }, body: {} })
      expect(findStep(again, step).state, step).toBe('passed')
    }
  })
})

test.each(['token', 'policy', 'call-api', 'register-client'] as const)(
  'step %s out of turn names the first step that is missing, and leads there',
  async (step) => {
    const { id } = await lab.client.createRun({ body: {} })
    const run = await lab.client.runStep({ params: { run: id, step }, body: {} })
    const { state, problem } = findStep(run, step)
    expect(state).toBe('failed')
    expect(problem).toMatchObject({
      code: 'STEP_NOT_READY',
      detail: 'Step 1, "Create an API token", has to be done first.',
      fixes: [{ label: 'Go to step 1', step: 'api-token', inputs: {} }],
    })
  },
)

test('what was typed is answered as it is, in turn or not', async () => {
  const { id } = await lab.client.createRun({ body: {} })
  const inputs = { jwks_uri: 'nowhere' }
  const run = await lab.client.runStep({ params: { run: id, step: 'api' }, body: { inputs } })
  expect(findStep(run, 'api').problem).toMatchObject({ code: 'INPUT_INVALID' })
})

test('what Okta would refuse is refused before it is sent, with the fix', async () => {
  const { id } = await lab.client.createRun({ body: {} })
  let run = await runSteps(lab.client, await lab.client.getRun({ params: { run: id } }), {
    last: 'dcr-settings',
    inputs: { 'dcr-settings': { grant_types: ['client_credentials', 'refresh_token'] } },
  })
  const { problem } = findStep(run, 'dcr-settings')
  expect(problem?.detail).toContain(
    "'grant_types' must contain 'implicit' when 'response_types' contains 'token'. 'grant_types' must contain 'authorization_code' when 'application_type' is 'web'.",
  )
  expect(problem?.issues?.[0]).toMatchObject({ field: 'grant_types' })
  const [fix] = problem?.fixes ?? []
  run = await lab.client.runStep({
    params: { run: id, step: 'dcr-settings' },
    body: { inputs: fix?.inputs ?? {} },
  })
  expect(findStep(run, 'dcr-settings').state).toBe('passed')
})

test('client credentials alone make a service application', async () => {
  const run = await runSteps(lab.client, await lab.client.createRun({ body: {} }), {
    last: 'register-client',
    inputs: { 'dcr-settings': { grant_types: ['client_credentials'] } },
  })
  const facts = findStep(run, 'register-client').result?.facts ?? []
  expect(facts.find(({ id }) => id === 'application_type')?.value).toBe('service')
})

test('global settings serve an entry that does not override them', async () => {
  const run = await runSteps(lab.client, await lab.client.createRun({ body: {} }), {
    last: 'register-client',
    inputs: { 'dcr-settings': { override: false } },
  })
  expect(findStep(run, 'register-client').state).toBe('passed')
  expect(await lab.client.getPortalSettings()).toMatchObject({ enable_dcr: true })
})

test('typed values are kept through a failure and a restart, a secret only as a mask', async () => {
  const { id } = await lab.client.createRun({ body: { target: 'provider' } })
  const inputs = { idp_host: 'http://127.0.0.1:9', api_token: '00a-secret-token-9999' }
  await lab.client.runStep({ params: { run: id, step: 'api-token' }, body: { inputs } })
  lab = await lab.restart()
  const step = findStep(await lab.client.getRun({ params: { run: id } }), 'api-token')
  expect(step.inputs).toEqual({ idp_host: 'http://127.0.0.1:9' })
  expect(step.kept_secrets).toEqual({ api_token: '••••9999' })
  expect(step.problem).toMatchObject({ code: 'PROVIDER_UNREACHABLE' })
})

test('redirect URLs joined with the separator are taken apart', async () => {
  const run = await runSteps(lab.client, await lab.client.createRun({ body: {} }), {
    last: 'register-client',
    inputs: { 'register-client': { redirect_uris: ['https://a.example/cb;https://b.example/cb'] } },
  })
  const { state, result } = findStep(run, 'register-client')
  expect(state).toBe('passed')
  expect(result?.facts.find(({ id }) => id === 'redirect_uri')?.value).toBe(
    'https://a.example/cb;https://b.example/cb',
  )
})

test('a redirect URL that no provider takes is refused beside its field', async () => {
  const run = await runSteps(lab.client, await lab.client.createRun({ body: {} }), {
    last: 'register-client',
    inputs: { 'register-client': { redirect_uris: ['https://a.example/cb#x'] } },
  })
  expect(findStep(run, 'register-client').problem?.issues).toEqual([
    expect.objectContaining({ field: 'redirect_uris.0', rule: 'has_fragment' }),
  ])
})

test('starting over deletes the client at the identity provider', async () => {
  const run = await runSteps(lab.client, await lab.client.createRun({ body: {} }))
  const clientId = findStep(run, 'register-client').result?.facts.find(
    ({ id }) => id === 'client_id',
  )?.value
  expect(await lab.client.deleteRun({ params: { run: run.id } })).toEqual({ left_behind: [] })
  const registration = (await lab.client.listRegistrations()).find(
    ({ client_id }) => client_id === clientId,
  )
  expect(registration?.state).toBe('deleted')
  const page = await fetch(`${lab.companion.addresses.idp}/admin/clients`)
  expect(await page.text()).not.toContain(clientId)
})

async function readTree(directory: string): Promise<string> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile())
  const texts = await Promise.all(
    files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
  )
  return texts.join('\n')
}

test('a run that is deleted while it registers leaves no client behind', async () => {
  const run = await runSteps(lab.client, await lab.client.createRun({ body: {} }), {
    last: 'developer',
  })
  const params = { run: run.id }
  const [registering, removing] = await Promise.allSettled([
    lab.client.runStep({ params: { ...params, step: 'register-client' }, body: {} }),
    lab.client.deleteRun({ params }),
  ])
  expect([registering.status, removing.status]).toEqual(['fulfilled', 'fulfilled'])
  const registrations = await lab.client.listRegistrations()
  const alive = registrations.filter((one) => one.run === run.id && one.state !== 'deleted')
  expect(alive).toEqual([])
})

test('starting over leaves nothing, so that the next walk is the same', async () => {
  const walk = async () => {
    const { id } = await lab.client.createRun({ body: {} })
    for (const step of ['api-token', 'scope', 'developer'] as const)
      await lab.client.runStep({ params: { run: id, step }, body: {} })
    return lab.client.getRun({ params: { run: id } })
  }
  for (const { id } of await lab.client.listRuns())
    await lab.client.deleteRun({ params: { run: id } })
  const first = await walk()
  const params = { run: first.id }
  const inputs = { email: 'second@example.com' }
  await lab.client.runStep({ params: { ...params, step: 'developer' }, body: { inputs } })
  expect(await lab.client.deleteRun({ params })).toEqual({ left_behind: [] })
  expect(await lab.client.listDevelopers()).toEqual([])
  const second = await walk()
  expect(findStep(second, 'developer').inputs).toEqual(findStep(first, 'developer').inputs)
  expect(findStep(second, 'scope').exchanges).toHaveLength(2)
  await lab.client.deleteRun({ params: { run: second.id } })
})

test('a scope that another run found stays', async () => {
  const open = async () => {
    const { id } = await lab.client.createRun({ body: {} })
    await lab.client.runStep({ params: { run: id, step: 'api-token' }, body: {} })
    return lab.client.runStep({ params: { run: id, step: 'scope' }, body: {} })
  }
  const [first, second] = [await open(), await open()]
  await lab.client.deleteRun({ params: { run: first.id } })
  const again = await lab.client.runStep({ params: { run: second.id, step: 'scope' }, body: {} })
  expect(findStep(again, 'scope').result?.checks[0]?.text).toBe('The scope existed already')
  await lab.client.deleteRun({ params: { run: second.id } })
})
