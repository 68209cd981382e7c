import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { expect, test } from '../support/test.ts'

test('a companion that goes away is said in words, and its return is noticed', async ({
  browserWithExtension,
  launchCompanion,
}, testInfo) => {
  const root = testInfo.outputPath('own')
  const first = await launchCompanion(root)
  const onboarding = await OnboardingPage.open(browserWithExtension, first.addresses.control)
  await onboarding.pair(first)
  const page = await browserWithExtension.context.newPage()
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  const panel = new JourneyPanel(page)
  await panel.isReady()
  await panel.run('api-token')
  await first.stop()
  await expect(panel.connection).toContainText('Companion not running')
  await expect(panel.step('api-token')).toBeVisible()
  await launchCompanion(root, first.ports)
  await expect(panel.connection).toContainText('Connected')
  await expect(panel.step('api-token').getByRole('heading', { name: /^Result/ })).toBeVisible()
})
