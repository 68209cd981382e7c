import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { orderFor } from '#shared/contract/doctor.ts'
import { findStep, runSteps, startTestCompanion, type TestCompanion } from '../../test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterEach(() => lab.client.stopScenario())

afterAll(() => lab.stop())

async function walk(name: string, dialect: 'rfc' | 'okta' | 'keycloak') {
  await lab.client.startScenario({ body: { name } })
  const provider = dialect === 'rfc' ? 'other' : dialect
  const run = await lab.client.createRun({ body: { provider, dialect, origin: 'test' } })
  return runSteps(lab.client, run)
}

test('a read that answers with a hash is told in the step, and the token is had all the same', async () => {
  const run = await walk('secret-hashed', 'rfc')
  const checks = findStep(run, 'see-client').result?.checks ?? []
  expect(checks.find(({ text }) => text.includes('stored hash'))?.state).toBe('warned')
  expect(findStep(run, 'token').state).toBe('passed')
})

test('a strange key in the set: 200 here, and the verdict and the doctor say 403 at Tyk', async () => {
  const run = await walk('jwks-strange-key', 'okta')
  const verdict = await lab.client.getVerdict({
    params: { verdict: findStep(run, 'call-api').result?.verdict ?? '' },
  })
  expect(verdict.status).toBe(200)
  expect(JSON.stringify(verdict.checks)).toContain('403 at Tyk, because')
  const { findings } = await lab.client.examine({ body: { run: run.id } })
  const found = findings.find(({ id }) => id === 'refused-at-tyk')
  expect(found?.seen).toMatch(/^200 here: accepted here, 403 at Tyk, because .*ml-dsa-1/)
})

test('a line break in jwt_source: the doctor says 403 at Tyk, too', async () => {
  const keys = `${lab.companion.addresses.idp}/oauth2/default/v1/keys\n`
  const jwt_source = Buffer.from(keys).toString('base64')
  const { findings } = await lab.client.examine({
    body: { dialect: 'okta', api: { definition: { jwt_source } } },
  })
  expect(findings).toMatchObject([{ id: 'refused-at-tyk', severity: 'warning' }])
  expect(findings[0]?.seen).toContain('jwt_source holds a line break')
})

test('an initial access token of another host name is refused in step 9, and a new one is good again', async () => {
  const run = await walk('iat-other-host', 'keycloak')
  expect(findStep(run, 'register-client').state).toBe('failed')
  const active = await lab.client.getActiveScenario()
  if (!active.active) throw new RangeError('The scenario is off')
  const { findings } = await lab.client.examine({ body: orderFor(active.active) })
  expect(findings[0]?.seen).toContain('//localhost:')
  await lab.client.stopScenario()
  expect(findStep(await runSteps(lab.client, run), 'call-api').state).toBe('passed')
})
