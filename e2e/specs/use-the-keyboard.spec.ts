import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { expect, test } from '../support/test.ts'

test('steps run and turn with the keyboard alone, and a reload loses nothing typed', async ({
  companion,
  browserWithExtension,
}) => {
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  const panel = new JourneyPanel(page)
  await panel.isReady()

  await page.keyboard.press('Enter')
  await expect(panel.step('api-token').getByRole('heading', { name: /^Result/ })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(panel.step('scope')).toBeVisible()
  await page.getByLabel('Scope name').fill('orders')
  await page.keyboard.press('Tab')
  await expect
    .poll(async () => (await companion.client.listRuns())[0]?.steps[1]?.inputs['scope'])
    .toBe('orders')
  await page.reload()
  await panel.isReady()
  await expect(page.getByLabel('Scope name')).toHaveValue('orders')
  await page.getByLabel('Scope name').fill('two words')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Scope name')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByText('A scope name has no spaces')).toBeVisible()
})
