import { DoctorPage } from '../pages/doctor-page.ts'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { expect, test } from '../support/test.ts'

test('a stranger’s Okta, entered by host and token, serves all steps', async ({
  companion,
  browserWithExtension,
  launchForeignIdp,
}) => {
  const idp = await launchForeignIdp()
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  await onboarding.openSidePanel()
  const panel = new JourneyPanel(await browserWithExtension.findSurface('sidepanel.html'))
  await panel.isReady()
  await panel.page.getByLabel('My own Okta organisation').click()
  await panel.page.getByLabel('Identity provider host').fill(idp.host)
  await panel.page.getByLabel('API token').fill('00wrong-token-of-nobody')
  await panel.press('api-token', 'provider')
  await expect(panel.alert).toContainText('E0000011')
  await panel.page.getByLabel('API token').fill(idp.apiToken)
  await panel.run('api-token', 'provider')
  await panel.next.click()
  await panel.run('scope', 'provider')
  await panel.next.click()
  await panel.runUpTo('call-api', 'api')
  await expect(panel.step('call-api')).toContainText('200')

  // The doctor goes the same way there, with the token that the run keeps.
  const doctor = await DoctorPage.open(panel.page)
  await doctor.examine()
  await expect(doctor.stages).toContainText('examined as it is: nothing was registered')
  await expect(doctor.stages).toContainText('A token with client_secret_post')
})

test('the refusals of a fresh organisation are explained', async ({
  companion,
  launchForeignIdp,
}) => {
  const { client } = companion
  const idp = await launchForeignIdp('--no-access-policy', '--no-scope')
  const { id } = await client.createRun({ body: { target: 'provider', origin: 'test' } })
  const walk = async (step: 'api-token' | 'scope', inputs: Record<string, unknown>) => {
    const run = await client.runStep({ params: { run: id, step }, body: { inputs } })
    return run.steps.find((one) => one.id === step)
  }
  const token = await walk('api-token', { idp_host: idp.host, api_token: idp.apiToken })
  expect(token?.state).toBe('passed')
  const scope = await walk('scope', { scope: 'tyk' })
  expect(scope?.problem?.detail).toBe('The authorization server "default" has no scope "tyk".')

  const policyless = await launchForeignIdp('--no-access-policy')
  const run = await client.createRun({ body: { target: 'provider', origin: 'test' } })
  let last = run
  for (const { id: step } of run.steps.slice(0, 11)) {
    const inputs =
      step === 'api-token' ? { idp_host: policyless.host, api_token: policyless.apiToken } : {}
    last = await client.runStep({ params: { run: run.id, step }, body: { inputs } })
  }
  const problem = last.steps.find(({ id: step }) => step === 'token')?.problem
  expect(problem?.detail).toContain(
    'Policy evaluation failed for this request, please check the policy configurations.',
  )
  expect(problem?.hint).toContain('Access Policies')
})
