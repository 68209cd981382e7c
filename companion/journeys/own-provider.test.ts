import { afterAll, beforeAll, expect, test } from 'vitest'
import { startOrganisation, type TestOrganisation } from '../idp/testing.ts'
import { findStep, startTestCompanion, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion
let theirs: TestOrganisation

beforeAll(async () => {
  lab = await startTestCompanion()
  theirs = await startOrganisation()
})

afterAll(async () => {
  theirs.close()
  await lab.stop()
})

async function walk(scope: string) {
  const { client } = lab
  const { id } = await client.createRun({ body: { target: 'provider', origin: 'test' } })
  const inputs = { idp_host: theirs.origin, api_token: theirs.apiToken }
  await client.runStep({ params: { run: id, step: 'api-token' }, body: { inputs } })
  return client.runStep({ params: { run: id, step: 'scope' }, body: { inputs: { scope } } })
}

test('a person’s own Okta stays as it is: a scope that is missing there is named', async () => {
  const run = await walk('nowhere')
  expect(findStep(run, 'api-token').result?.checks).toContainEqual(
    expect.objectContaining({ text: 'The token may list clients', state: 'passed' }),
  )
  expect(findStep(run, 'scope').problem?.detail).toBe(
    'The authorization server "default" has no scope "nowhere".',
  )
})

test.each([
  [true, 'passed'],
  [false, 'warned'],
])('step 2 looks for an access policy there: %s', async (has_access_policy, state) => {
  await theirs.idp.saveSettings({ has_access_policy })
  const run = await walk('tyk')
  expect(findStep(run, 'scope')).toMatchObject({ state: 'passed' })
  expect(findStep(run, 'scope').result?.checks.at(-1)).toMatchObject({ id: 'policy', state })
})
