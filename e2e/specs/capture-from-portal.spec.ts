import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { expect, test } from '../support/test.ts'

test('a developer registers in the portal and the extension takes the credentials over', async ({
  companion,
  browserWithExtension,
}) => {
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  await onboarding.openSidePanel()
  const panel = new JourneyPanel(await browserWithExtension.findSurface('sidepanel.html'))
  await panel.isReady()
  await panel.runUpTo('developer')
  await panel.page.getByRole('button', { name: /^Reveal password/i }).click()
  const shown = panel.fact('Password').locator('code[data-shown]')
  await shown.waitFor()
  const password = await shown.innerText()
  await panel.next.click()
  await expect(panel.step('register-client')).toBeVisible()

  const portal = await browserWithExtension.context.newPage()
  await portal.goto(`${companion.addresses.portal}/clients`)
  await portal.getByLabel('E-mail').fill('dev@example.com')
  await portal.getByLabel('Password').fill(password)
  await portal.getByRole('button', { name: 'Sign in' }).click()
  await portal.getByRole('link', { name: 'Create first OAuth client' }).click()
  await portal.getByRole('button', { name: 'Save and continue' }).click()
  await portal.getByLabel('Client name').fill('From the portal')
  await portal.getByRole('button', { name: 'Create' }).click()
  await expect(portal.getByRole('heading', { name: 'Your client is registered' })).toBeVisible()
  const clientId = await portal.locator('#client-id').innerText()

  await expect(panel.page.getByText('Captured from the portal')).toBeVisible()
  await expect(panel.fact('Client ID')).toContainText(clientId)
  await panel.next.click()
  await panel.runUpTo('call-api', 'see-client')
  await expect(panel.step('call-api')).toContainText('200')
})
