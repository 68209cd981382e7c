import { AxeBuilder } from '@axe-core/playwright'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { expect, test } from '../support/test.ts'

test('a person sets more client metadata, mends it, and sees what was granted instead', async ({
  companion,
  browserWithExtension,
}) => {
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  await companion.client.createRun({ body: { provider: 'auth0', origin: 'panel' } })
  const page = await browserWithExtension.context.newPage()
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 320, height: 800 })
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  const panel = new JourneyPanel(page)
  await panel.isReady()
  await page.getByRole('button', { name: 'Run all', exact: true }).click()
  await expect(page.getByRole('button', { name: /12 of 12 done/ })).toBeVisible()
  await panel.goTo('register-client')

  const unfold = async (name: string): Promise<void> => {
    await page.locator('summary', { hasText: new RegExp(`^${name}`) }).focus()
    await page.keyboard.press('Enter')
  }
  await unfold('More client metadata')
  await unfold('Keys')
  await unfold('Sign-in details')
  await page.getByLabel('subject_type').selectOption('pairwise')
  const address = page.getByLabel('jwks_uri', { exact: true })
  await address.fill('http://app.example/jwks')
  await address.blur()
  await expect(page.getByText('Use https: plain http is for')).toBeVisible()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  await address.fill('https://app.example/jwks')
  await expect(page.getByText('Use https: plain http is for')).toBeHidden()
  await page.reload()
  await panel.isReady()
  await expect(page.locator('summary', { hasText: 'More client metadata' })).toContainText('2 set')

  await panel.run('register-client')
  const table = page.getByRole('table', { name: 'Granted otherwise than asked' })
  await expect(table).toContainText('pairwise')
  await expect(table).toContainText('the provider’s default holds')
  await unfold('\\d+ added by the provider')
  await expect(page.getByText('not asked').first()).toBeVisible()
  const after = await new AxeBuilder({ page }).analyze()
  expect(after.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
})
