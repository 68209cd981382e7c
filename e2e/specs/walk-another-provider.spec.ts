import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { expect, test } from '../support/test.ts'

test('a person chooses Keycloak, runs all the steps and starts over', async ({
  companion,
  browserWithExtension,
}, testInfo) => {
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  await onboarding.openSidePanel()
  const panel = new JourneyPanel(await browserWithExtension.findSurface('sidepanel.html'))
  await panel.isReady()

  await panel.page.getByLabel('Kind of provider').selectOption('keycloak')
  await expect(
    panel.page.getByRole('heading', { name: 'Create an initial access token' }),
  ).toBeVisible()
  await panel.page.screenshot({ path: testInfo.outputPath('kind.png') })
  await panel.page.getByRole('button', { name: 'Menu' }).click()
  await panel.page.getByRole('button', { name: 'Run all steps' }).click()
  await expect(panel.page.getByRole('button', { name: /12 of 12 done/ })).toBeVisible()
  await expect(panel.step('call-api')).toContainText('200')
  await panel.page.screenshot({ path: testInfo.outputPath('call-api.png') })
})

for (const [dialect, provider] of [
  ['keycloak', 'keycloak'],
  ['curity', 'curity'],
  ['mcp', 'other'],
] as const)
  test(`the dialect ${dialect}, started as a process of its own, serves all the steps as a stranger`, async ({
    companion,
    launchForeignIdp,
  }) => {
    const { client } = companion
    const idp = await launchForeignIdp('--dialect', dialect)
    expect(new URL(idp.host).pathname).toMatch(new RegExp(`^/${dialect}`))
    const run = await client.createRun({ body: { target: 'provider', provider, origin: 'test' } })
    for (const { id: step } of run.steps) {
      const inputs = step === 'api-token' ? { idp_host: idp.host, api_token: idp.apiToken } : {}
      const after = await client.runStep({ params: { run: run.id, step }, body: { inputs } })
      const found = after.steps.find(({ id }) => id === step)
      expect(found?.problem?.detail ?? '', step).toBe('')
      expect(found?.state, step).toBe('passed')
    }
  })
