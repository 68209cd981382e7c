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
