import type { Page } from '@playwright/test'
import { ClientsPage } from '../pages/clients-page.ts'
import { DefinitionsPage } from '../pages/definitions-page.ts'
import { DoctorPage } from '../pages/doctor-page.ts'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { expect, test } from '../support/test.ts'

const BROKEN = '{ "name": "half a definition", '
const CLIENT = '{ "client_id": "0oa-typed" '

test('what is typed on a page outlives an error, Back, a reload and a restart of the companion', async ({
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

  await DefinitionsPage.open(page)
  await page.getByLabel('Or pasted').fill(BROKEN)
  await page.getByRole('button', { name: 'Import' }).click()
  await expect(panel.alert).toContainText(/JSON/)
  await page.getByLabel('Gateway address').fill('http://localhost:8080')
  await goBack(page)

  await DoctorPage.open(page)
  await page.getByLabel('What to examine').selectOption({ label: 'A provider of your own' })
  await page.getByLabel('Host or issuer').fill('https://sso.example.com/realms/ma')
  await goBack(page)

  await ClientsPage.open(page)
  await page.getByRole('button', { name: 'Adopt a client' }).click()
  await page.getByLabel('Provider address').fill('https://sso.exam')
  await page.getByLabel('Client information').fill(CLIENT)
  await page.getByRole('button', { name: 'Adopt client' }).click()
  await expect(page.getByLabel('Client information')).toHaveAttribute('aria-invalid', 'true')

  await page.reload()
  await panel.isReady()
  // The page that was open is open again, its form unfolded.
  await expect(page.getByLabel('Client information')).toHaveValue(CLIENT)
  await expect(page.getByLabel('Provider address')).toHaveValue('https://sso.exam')

  await first.stop()
  await expect(panel.connection).toContainText('Companion not running')
  await launchCompanion(root, first.ports)
  await expect(panel.connection).toContainText('Connected')
  await expect(page.getByLabel('Client information')).toHaveValue(CLIENT)

  await page.goBack()
  await DefinitionsPage.open(page)
  await expect(page.getByLabel('Or pasted')).toHaveValue(BROKEN)
  await expect(page.getByLabel('Gateway address')).toHaveValue('http://localhost:8080')
  await goBack(page)
  await DoctorPage.open(page)
  await expect(page.getByLabel('Host or issuer')).toHaveValue('https://sso.example.com/realms/ma')
})

test('a secret that is typed into a page is stored nowhere', async ({
  companion,
  browserWithExtension,
}) => {
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  const panel = new JourneyPanel(page)
  await panel.isReady()
  await DefinitionsPage.open(page)
  await page.getByLabel('Gateway address').fill('http://localhost:8080')
  await page.getByLabel('Secret').fill('canary-3f9a')
  const stored = await page.evaluate(async () => {
    const { chrome } = globalThis as unknown as {
      chrome: { storage: Record<'local' | 'session', { get: () => Promise<object> }> }
    }
    const areas = [await chrome.storage.local.get(), await chrome.storage.session.get()]
    return JSON.stringify([areas, Object.entries(sessionStorage), Object.entries(localStorage)])
  })
  expect(stored).toContain('http://localhost:8080')
  expect(stored).not.toContain('canary-3f9a')
  await goBack(page)
  await DefinitionsPage.open(page)
  await expect(page.getByLabel('Secret')).toHaveValue('canary-3f9a')
})

async function goBack(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Back to the steps' }).click()
}
