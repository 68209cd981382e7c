import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DIALECT_IDS } from '#shared/idp/dialects.ts'
import { EN } from '#shared/messages/en/en.ts'
import { orderFor } from '#shared/contract/doctor.ts'
import { loadScenarios } from '../scenarios/load-scenarios.ts'
import { runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { RULES } from './rules.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterEach(() => lab.client.stopScenario())

afterAll(() => lab.stop())

const SCENARIOS = loadScenarios()

/**
 * Findings besides the planted one: after an empty 500 a client may be left, and an undeleted client stays.
 */
const LEAVING = ['deletion-without-effect', 'empty-500']

/** Rules that no scenario of the embedded provider provokes: these tests replay certificates and answers of others. */
const OTHER_TESTS = [
  'certificates',
  'every-answer',
  'other-clients',
  'unforeseen',
  'reported-answers',
  'recorded-keycloak',
  'this-failure',
].map((name) => readFileSync(join(import.meta.dirname, `${name}.test.ts`), 'utf8'))

test('every finding has a scenario or a replayed answer that provokes it', () => {
  const provoked = new Set(SCENARIOS.map(({ finding }) => finding))
  const others = RULES.filter(({ id }) => !provoked.has(id)).map(({ id }) => id)
  const untried = others.filter((id) => !OTHER_TESTS.some((text) => text.includes(`${id}'`)))
  expect(untried).toEqual([])
})

test('every known pain has one scenario, and every scenario a finding that exists', () => {
  const pains = SCENARIOS.flatMap(({ pain }) => pain ?? [])
  expect(pains.sort((left, right) => left - right)).toEqual(
    Array.from({ length: 35 }, (_, index) => index + 1),
  )
  const ids = RULES.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { finding } of SCENARIOS) expect(ids).toContain(finding)
})

describe('the doctor names the planted cause first and leaves nothing behind', () => {
  test.each(SCENARIOS.map(({ name }) => name))('%s', async (name) => {
    const { active } = await lab.client.startScenario({ body: { name } })
    if (!active) throw new RangeError('The scenario did not start')
    const { findings, left_behind } = await lab.client.examine({ body: orderFor(active) })
    expect(findings[0]?.id).toBe(active.finding)
    expect(left_behind).toHaveLength(LEAVING.includes(name) ? 1 : 0)
  })
})

describe('with nothing planted, nothing is found', () => {
  test.each(DIALECT_IDS.filter((id) => id !== 'none'))('%s', async (dialect) => {
    const { findings, passed } = await lab.client.examine({ body: { dialect } })
    // Keycloak calls a token inactive for everybody who is not in its audience.
    expect(findings.map(({ id }) => id)).toEqual(
      dialect === 'keycloak' ? ['introspection-inactive'] : [],
    )
    expect(passed.map(({ layer }) => layer)).toEqual(
      expect.arrayContaining(['network', 'discovery', 'registration', 'token', 'keys']),
    )
    const answered = passed.findLast(({ layer }) => layer === 'gateway')
    expect(answered?.text).toMatch(/^200 from the API, after \d+ checks of the gateway$/)
  })
})

describe('a fix is applied and examined again with one call', () => {
  test.each(SCENARIOS.map(({ name }) => name))('%s', async (name) => {
    const { active } = await lab.client.startScenario({ body: { name } })
    if (!active) throw new RangeError('The scenario did not start')
    const before = await lab.client.examine({ body: orderFor(active) })
    const [finding] = before.findings
    if (!finding?.fix.is_automatic) return
    const after = await lab.client.applyFix({
      params: { examination: before.id },
      body: { finding: finding.id },
    })
    expect(after.findings.map(({ id }) => id)).not.toContain(finding.id)
  })
})

test('a closed port is told with the address', async () => {
  const { findings } = await lab.client.examine({ body: { host: 'http://127.0.0.1:9' } })
  expect(findings[0]).toMatchObject({ id: 'port-closed', layer: 'network' })
  const facts = { address: '127.0.0.1:9', addresses: '127.0.0.1', failure: 'ECONNREFUSED' }
  expect(findings[0]).toMatchObject({ facts, seen: EN.findings['port-closed'].seen(facts) })
})

describe('the API behind the gateway', () => {
  const definition = {
    name: 'Own',
    api_id: 'own',
    enable_jwt: true,
    jwt_signing_method: 'rsa',
    proxy: { listen_path: '/own/', target_url: 'http://127.0.0.1:9' },
  }

  test('may be one of the lab’s own, which is left as it is', async () => {
    await lab.client.putApi({ params: { api: 'own' }, body: definition })
    const { id, findings } = await lab.client.examine({
      body: { dialect: 'rfc', api: { id: 'own' } },
    })
    expect(findings[0]).toMatchObject({
      id: 'api-key-set',
      facts: { status: 403, code: 'KEY_SET_MISSING', source: 'NONE' },
      fix: { is_automatic: false, label: EN.findings['api-key-set'].fix },
    })
    await expect(
      lab.client.applyFix({ params: { examination: id }, body: { finding: 'api-key-set' } }),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('must exist', async () => {
    await expect(
      lab.client.examine({ body: { dialect: 'rfc', api: { id: 'nothing' } } }),
    ).rejects.toMatchObject({ code: 'RECORD_NOT_FOUND' })
  })

  test('is created only from valid members', async () => {
    const order = { dialect: 'rfc' as const, api: { definition: { proxy: { listen_path: 'x' } } } }
    await expect(lab.client.examine({ body: order })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
    const [newest] = await lab.client.listRegistrations()
    expect(newest).toMatchObject({ origin: 'doctor', state: 'deleted' })
  })

  test('exists during the examination only, even when the examination fails', async () => {
    await lab.client.examine({ body: { dialect: 'rfc' } })
    const temporary = { ...definition, api_id: 'doctor-left', proxy: { ...definition.proxy } }
    temporary.proxy.listen_path = '/left/'
    await lab.client.putApi({ params: { api: 'doctor-left' }, body: temporary })
    lab = await lab.restart()
    const apis = await lab.client.listApis()
    expect(apis.map(({ api_id }) => api_id)).toEqual(['own'])
  })
})

describe('a run of the journey', () => {
  test('is examined with its own API, and what it lacks is named', async () => {
    const run = await lab.client.createRun({ body: { provider: 'keycloak', origin: 'test' } })
    await runSteps(lab.client, run, { last: 'api' })
    const before = await lab.client.examine({ body: { run: run.id } })
    expect(before.findings[0]).toMatchObject({ id: 'api-policy-missing' })
    await runSteps(lab.client, run)
    const after = await lab.client.examine({ body: { run: run.id } })
    expect(after.findings.map(({ id }) => id)).toEqual(['introspection-inactive'])
    expect(after.passed.at(-1)?.text).toContain('200 from the API')
  })

  test('whose client was refused is examined with the metadata that it asked for', async () => {
    const run = await lab.client.createRun({ body: { provider: 'keycloak', origin: 'test' } })
    await lab.client.startFault({ params: { fault: 'name-blank' }, body: {} })
    const redirect_uris = ['https://own.example/callback']
    await runSteps(lab.client, run, { inputs: { 'register-client': { redirect_uris } } })
    const { exchanges } = await lab.client.examine({ body: { run: run.id } })
    const sent = await Promise.all(
      exchanges.map((exchange) => lab.client.getExchange({ params: { exchange } })),
    )
    const registration = sent.find(({ request }) => request.method === 'POST')
    expect(JSON.stringify(registration?.request.body)).toContain('own.example/callback')
  })

  test('of a provider outside brings its address and its token', async () => {
    const run = await lab.client.createRun({
      body: { target: 'provider', provider: 'keycloak', origin: 'test' },
    })
    await expect(lab.client.examine({ body: { run: run.id } })).rejects.toMatchObject({
      code: 'STEP_NOT_READY',
    })
    const host = `${lab.companion.addresses.idp}/keycloak/realms/lab`
    const inputs = { idp_host: host, api_token: 'a.made-up.token' }
    const params = { run: run.id, step: 'api-token' as const }
    await lab.client.saveInputs({ params, body: { inputs } })
    const { findings, order } = await lab.client.examine({ body: { run: run.id } })
    expect(findings[0]).toMatchObject({ id: 'token-unknown' })
    expect(JSON.stringify(order)).not.toContain(inputs.api_token)
    const own = { run: run.id, initial_access_token: 'given.with.the-order' }
    const given = await lab.client.examine({ body: own })
    const asked = given.exchanges.map((exchange) =>
      lab.client.getExchange({ params: { exchange } }),
    )
    const headers = JSON.stringify((await Promise.all(asked)).map(({ request }) => request.headers))
    expect(headers).toContain('Bearer ••••rder')
  })

  test('must exist', async () => {
    await expect(lab.client.examine({ body: { run: 'nothing' } })).rejects.toMatchObject({
      code: 'RECORD_NOT_FOUND',
    })
  })
})

test('a fault that only an external provider can fix is left to its administrators', async () => {
  const examination = await lab.client.examine({ body: { host: 'http://127.0.0.1:9' } })
  expect(examination.findings[0]?.fix.is_automatic).toBe(false)
  await expect(
    lab.client.applyFix({
      params: { examination: examination.id },
      body: { finding: 'unreachable' },
    }),
  ).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  expect((await lab.client.listExaminations())[0]?.id).toBe(examination.id)
})
