import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Run, StepId } from '#shared/contract/run.ts'
import { DIALECT_IDS, type DialectId } from '#shared/idp/dialects.ts'
import { clientLife } from '#shared/journeys/journeys.ts'
import { findStep, runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

const WITH_REGISTRATION = DIALECT_IDS.filter((id) => id !== 'none')
/** Calls after the first step, where the provider is not managed as in RFC 7592. */
const CALLS: Partial<Record<DialectId, number[]>> = { auth0: [1, 0, 0, 0], okta: [1, 1, 2, 2] }
/** Auth0 registers clients, and does nothing more with them over this API. */
const MANAGED = WITH_REGISTRATION.filter((dialect) => dialect !== 'auth0')

async function walk(dialect: DialectId, last?: StepId): Promise<Run> {
  const { client } = lab
  const body = { journey: 'client-life', dialect, origin: 'test' } as const
  return runSteps(client, await client.createRun({ body }), { ...(last && { last }) })
}

const listChecks = (run: Run, step: StepId) =>
  (findStep(run, step).result?.checks ?? []).map(({ id, state }) => `${id} ${state}`)

const findFact = (run: Run, step: StepId, fact: string) =>
  findStep(run, step).result?.facts.find(({ id }) => id === fact)?.value

test.each(WITH_REGISTRATION)(
  '%s: all steps pass, and each names its own exchanges',
  async (dialect) => {
    const run = await walk(dialect)
    expect(
      run.steps.map(({ id, state, problem }) => `${id} ${state} ${problem?.detail ?? ''}`),
    ).toEqual(clientLife.steps.map(({ id }) => `${id} passed `))
    const counts = run.steps.map(({ exchanges }) => exchanges.length)
    expect(counts.slice(1)).toEqual(CALLS[dialect] ?? [1, 1, 1, 2])
  },
)

test.each(MANAGED)('%s: the client is gone, and a read proves it', async (dialect) => {
  const run = await walk(dialect)
  expect(listChecks(run, 'delete-client')).toEqual(['deleted passed', 'gone passed'])
  const [registration] = (await lab.client.listRegistrations()).filter((one) => one.run === run.id)
  expect(registration?.state).toBe('deleted')
  expect(await lab.client.deleteRun({ params: { run: run.id } })).toEqual({ left_behind: [] })
})

test('Okta replaces the secret', async () => {
  const run = await walk('okta', 'change-client')
  expect(listChecks(run, 'change-client')).toEqual(['renamed passed', 'secret passed'])
  expect(findFact(run, 'change-client', 'client_secret')).not.toBe(
    findFact(run, 'register-directly', 'client_secret'),
  )
})

test.each(MANAGED.filter((dialect) => !(dialect in CALLS)))(
  '%s keeps the secret, which is said with the way to get another one',
  async (dialect) => {
    const run = await walk(dialect, 'change-client')
    const checks = findStep(run, 'change-client').result?.checks ?? []
    expect(checks.find(({ id }) => id === 'renamed')?.state).toBe('passed')
    const secret = checks.find(({ id }) => id === 'secret')
    expect(secret?.state).toBe('warned')
    expect(secret?.text).toContain(
      'For another secret, register a new client, move the app to it, then delete this one',
    )
    expect(findFact(run, 'change-client', 'client_secret')).toBe(
      findFact(run, 'register-directly', 'client_secret'),
    )
  },
)

test('Auth0 offers no management: the steps say what to do instead, and the client is left behind', async () => {
  const run = await walk('auth0')
  for (const step of ['see-client', 'change-client', 'delete-client'] as const)
    expect(listChecks(run, step), step).toEqual(['managed warned'])
  expect(findStep(run, 'delete-client').result?.checks[0]?.text).toBe(
    'Auth0 offers no RFC 7592: delete the client in the provider’s console; until then the ledger counts it as registered',
  )
  const { left_behind } = await lab.client.deleteRun({ params: { run: run.id } })
  expect(left_behind).toHaveLength(1)
})

test('without registration the first step says that there is none', async () => {
  const run = await walk('none', 'api-token')
  expect(findStep(run, 'api-token').problem?.detail).toMatch(
    /does not name registration_endpoint\.$/,
  )
})

test('once the client is deleted, the steps before lead to a new registration', async () => {
  const { id } = await walk('keycloak')
  const run = await lab.client.runStep({ params: { run: id, step: 'change-client' }, body: {} })
  expect(findStep(run, 'change-client').problem).toMatchObject({
    code: 'STEP_NOT_READY',
    detail: 'The client was deleted. Register another one in step 2.',
    fixes: [{ label: 'Go to step 2', step: 'register-directly', inputs: {} }],
  })
})

test('another client makes the later steps to be done again', async () => {
  const { id } = await walk('gluu', 'change-client')
  const params = { run: id, step: 'register-directly' } as const
  const run = await lab.client.runStep({ params, body: {} })
  expect(run.steps.filter(({ state }) => state === 'outdated').map((step) => step.id)).toEqual([
    'see-client',
    'change-client',
  ])
})

test('a step of another journey is refused by name', async () => {
  const { id } = await walk('okta', 'api-token')
  const params = { run: id, step: 'call-api' } as const
  await expect(lab.client.runStep({ params, body: {} })).rejects.toMatchObject({
    code: 'RECORD_NOT_FOUND',
    options: { detail: 'The journey of this run, "client-life", has no step "call-api".' },
  })
  await expect(lab.client.saveInputs({ params, body: { inputs: {} } })).rejects.toMatchObject({
    code: 'RECORD_NOT_FOUND',
  })
})

test('a deletion without effect is found out', async () => {
  const { client } = lab
  const body = { journey: 'client-life', dialect: 'keycloak', origin: 'test' } as const
  const created = await client.createRun({ body })
  await client.startScenario({ body: { name: 'deletion-without-effect' } })
  try {
    const run = await runSteps(client, created)
    const step = findStep(run, 'delete-client')
    expect(step.state).toBe('failed')
    expect(step.problem?.detail).toBe(
      'Keycloak accepted the deletion, and a read afterwards still found the client.',
    )
    const [registration] = (await client.listRegistrations()).filter((one) => one.run === run.id)
    expect(registration?.state).toBe('active')
  } finally {
    await client.stopScenario()
  }
})
