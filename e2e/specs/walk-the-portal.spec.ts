import type { Page } from '@playwright/test'
import type { StepId } from '#shared/contract/run.ts'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import type { CompanionProcess } from '../support/companion-process.ts'
import type { ExtensionBrowser } from '../kit/playwright/extension-browser.ts'
import { expect, test } from '../support/test.ts'

async function openAt(
  browser: ExtensionBrowser,
  companion: CompanionProcess,
  step: StepId,
): Promise<JourneyPanel> {
  const onboarding = await OnboardingPage.open(browser, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browser.context.newPage()
  await page.goto(browser.pageUrl('sidepanel.html'))
  await page.setViewportSize({ width: 400, height: 800 })
  const panel = new JourneyPanel(page)
  await panel.isReady()
  await panel.runUpTo(step)
  await panel.next.click()
  return panel
}

function portalPage(portal: Page) {
  return portal.locator('body')
}

test('the panel walks the portal from sign-up to the secret, click by click', async ({
  companion,
  browserWithExtension,
}, testInfo) => {
  const panel = await openAt(browserWithExtension, companion, 'dcr-settings')
  await panel.page.getByLabel('E-mail of the new account').fill('ada@example.com')
  const opened = browserWithExtension.context.waitForEvent('page')
  await panel.page.getByRole('button', { name: 'Show me, click by click' }).click()
  const portal = await opened
  const seen: string[] = []
  const nextClick = panel.page.getByRole('button', { name: 'Next click' })
  const walk = panel.page.getByRole('status').filter({ has: nextClick })

  async function take(words: string): Promise<void> {
    await expect(walk).toContainText(words)
    await expect(nextClick).toBeEnabled()
    seen.push(words)
    // A tab in the background draws no frames, and a click waits for one.
    await panel.page.bringToFront()
    await nextClick.click()
  }

  await take('There is no account yet: sign up')
  await expect(portalPage(portal)).toHaveAttribute('data-portal-page', 'sign-up')
  await take('Type the e-mail address ada@example.com')
  await expect(portal.getByLabel('E-mail')).toHaveValue('ada@example.com')
  // Nothing is done before the person's word.
  await expect(portal.getByLabel('Password')).toHaveValue('')
  await portal.screenshot({ path: testInfo.outputPath('portal-sign-up.png') })
  await panel.page.screenshot({ path: testInfo.outputPath('panel-walk.png') })
  await take('Type a password')
  await take('Create the account')
  await expect(portalPage(portal)).toHaveAttribute('data-portal-page', 'select-api')
  await expect(panel.page.getByText('The developer signed up in the portal.')).toBeVisible()
  await take('Save and continue')
  await take('Name the client')
  await portal.screenshot({ path: testInfo.outputPath('portal-details.png') })
  await take('Create the client')
  await expect(portal.getByRole('heading', { name: 'Your client is registered' })).toBeVisible()
  await expect(panel.page.getByRole('main').getByText('The client is registered.')).toBeVisible()
  await portal.screenshot({ path: testInfo.outputPath('portal-final.png'), fullPage: true })
  const clientId = await portal.locator('#client-id').innerText()

  await panel.goTo('register-client')
  await expect(panel.fact('Client ID')).toContainText(clientId)
  await panel.goTo('see-client')
  await panel.runUpTo('call-api', 'see-client')
  await expect(panel.step('call-api')).toContainText('200')
  expect(seen).toHaveLength(7)
})

test('the developer that step 8 made is signed in and registers, all at once', async ({
  companion,
  browserWithExtension,
}) => {
  const panel = await openAt(browserWithExtension, companion, 'developer')
  await panel.page.getByLabel('Client name').first().fill('Named in the panel')
  const opened = browserWithExtension.context.waitForEvent('page')
  await panel.page.getByRole('button', { name: 'All at once' }).click()
  const portal = await opened
  await expect(portal.getByRole('heading', { name: 'Your client is registered' })).toBeVisible({
    timeout: 30_000,
  })
  await expect(portal.getByText('“Named in the panel” now exists')).toBeVisible()
  await expect(panel.page.getByText('Captured from the portal')).toBeVisible()
})

test('a portal that is left for another site gets nothing typed', async ({
  companion,
  browserWithExtension,
}) => {
  const panel = await openAt(browserWithExtension, companion, 'dcr-settings')
  const opened = browserWithExtension.context.waitForEvent('page')
  await panel.page.getByRole('button', { name: 'Show me, click by click' }).click()
  const portal = await opened
  await expect(panel.page.getByRole('button', { name: 'Next click' })).toBeEnabled()
  // Another listener on this machine, with the portal's markup.
  await portal.goto(`${companion.addresses.sample_api}/html`)
  await panel.page.getByRole('button', { name: 'Next click' }).click()
  await expect(panel.page.getByRole('main').getByText('which is not the portal')).toBeVisible()
})

test('a forgotten password is replaced with the code that the panel shows', async ({
  companion,
  browserWithExtension,
}) => {
  const panel = await openAt(browserWithExtension, companion, 'developer')
  const portal = await browserWithExtension.context.newPage()
  await portal.goto(`${companion.addresses.portal}/sign-in`)
  await portal.getByRole('link', { name: 'Forgotten password?' }).click()
  await portal.getByLabel('E-mail').fill('dev@example.com')
  await portal.getByRole('button', { name: 'Send code' }).click()
  const message = panel.page.getByText('Message of the portal to dev@example.com')
  await expect(message).toBeVisible()
  const code = await panel.page
    .locator('p', { hasText: 'Code for a new password' })
    .locator('code')
    .innerText()
  await portal.getByLabel('Code').fill(code)
  await portal.getByLabel('New password').fill('a new password')
  await portal.getByRole('button', { name: 'Save and sign in' }).click()
  await expect(portal.getByText('dev@example.com')).toBeVisible()
})
