import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { ReplayPage } from '../pages/replay-page.ts'
import type { CompanionProcess } from '../support/companion-process.ts'
import type { ExtensionBrowser } from '../kit/playwright/extension-browser.ts'
import { expect, test } from '../support/test.ts'

async function walk(browser: ExtensionBrowser, companion: CompanionProcess): Promise<JourneyPanel> {
  const onboarding = await OnboardingPage.open(browser, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browser.context.newPage()
  await page.setViewportSize({ width: 400, height: 900 })
  await page.goto(browser.pageUrl('sidepanel.html'))
  const panel = new JourneyPanel(page)
  await panel.isReady()
  await panel.runUpTo('call-api')
  return panel
}

test('a call is sent again with a broken token, then with the right one, and the verdicts are compared', async ({
  companion,
  browserWithExtension,
}, testInfo) => {
  const { page } = await walk(browserWithExtension, companion)
  await page.getByRole('button', { name: 'Send again, edited' }).first().click()
  const replay = new ReplayPage(page)
  await expect(page.getByRole('heading', { name: /, again$/ })).toBeVisible()
  await replay.chooseToken('Broken signature')
  await expect(page.getByText(/signature/).last()).toBeVisible()
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.screenshot({
      path: testInfo.outputPath(`request-400-${scheme}.png`),
      fullPage: true,
    })
  }
  await replay.send()
  // The recorded call stands before the first attempt.
  await expect(page.getByRole('heading', { level: 2 }).first()).toContainText('failed at')
  await expect(page.getByRole('region', { name: 'Attempt 1, As it was' })).toContainText('200')
  await expect(page.getByRole('region', { name: /^Attempt 2/ })).toContainText('403')
  await page.screenshot({ path: testInfo.outputPath('answers-400-dark.png'), fullPage: true })

  await replay.tab('Request').click()
  await replay.chooseToken('A kept one')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('region', { name: /^Attempt 3/ })).toContainText('200')
  await expect(page.getByRole('heading', { level: 2 }).first()).toContainText('the second passed')
  for (const [width, scheme] of [
    [320, 'light'],
    [400, 'light'],
    [1280, 'light'],
    [1280, 'dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({
      path: testInfo.outputPath(`answers-${width}-${scheme}.png`),
      fullPage: true,
    })
  }
  await page.setViewportSize({ width: 400, height: 900 })

  await replay.tab('Attempts').click()
  const refused = replay.attempt(/^2,/)
  await refused.getByRole('button', { name: /^Rename/ }).click()
  await refused.getByRole('textbox', { name: 'Name' }).fill('Nobody signed this')
  await refused.getByRole('button', { name: 'Save name' }).click()
  await expect(replay.attempt('Nobody signed this')).toContainText('403')
  await page.screenshot({ path: testInfo.outputPath('attempts-400-light.png'), fullPage: true })
  await replay
    .attempt(/^1,/)
    .getByRole('button', { name: /^Before/ })
    .click()
  await replay.tab('Answers').click()
  await expect(page.getByRole('region', { name: 'Attempt 1, As it was' })).toBeVisible()

  await page.reload()
  await expect(page.getByRole('tab', { name: 'Attempts 3' })).toBeVisible()
})

test('a blank request goes to any address with method, header and body, and no secret is on screen', async ({
  companion,
  browserWithExtension,
}) => {
  const { page } = await walk(browserWithExtension, companion)
  const replay = await ReplayPage.open(page)
  await page.getByLabel('Method').fill('post')
  await page.getByLabel('Way').selectOption('direct')
  await page.getByLabel('Address').fill(`${companion.addresses.sample_api}/anything`)
  await page.getByRole('button', { name: 'Add a header' }).click()
  await page.getByLabel('Name of header 1').fill('x-api-key')
  await page.getByLabel('Value of header 1').fill('canary-77aa')
  await page.getByRole('combobox', { name: 'Body' }).selectOption('json')
  await page.getByRole('textbox', { name: 'JSON' }).fill('{ "amount": 12 }')
  await replay.send()
  await expect(page.getByRole('region', { name: /^Attempt 1/ })).toContainText('200')
  await expect(page.getByRole('region', { name: 'Response' })).toContainText('amount')
  await expect(page.locator('body')).not.toContainText('canary-77aa')
  await replay.tab('Request').click()
  await expect(page.getByLabel('Value of header 1')).toHaveValue(/\{\{secret:/)
})

test('an address that cannot be called is said in words, and nothing typed is lost', async ({
  companion,
  browserWithExtension,
}) => {
  const { page } = await walk(browserWithExtension, companion)
  const replay = await ReplayPage.open(page)
  await page.getByLabel('Way').selectOption('direct')
  await page.getByLabel('Address').fill('file:///etc/passwd')
  await page.getByRole('button', { name: /^Send/ }).click()
  await expect(page.getByRole('alert')).toContainText(/http/)
  await expect(page.getByLabel('Address')).toHaveValue('file:///etc/passwd')
  await page.getByLabel('Address').fill('http://127.0.0.1:9/')
  await replay.send()
  await expect(page.getByRole('region', { name: /^Attempt 1/ })).toContainText('no answer')
  await page.reload()
  await replay.tab('Request').click()
  await expect(page.getByLabel('Address')).toHaveValue('http://127.0.0.1:9/')
})

test('nothing typed is lost by an answer, Blank or another kind of body, and the focus stays', async ({
  companion,
  browserWithExtension,
}) => {
  const { page } = await walk(browserWithExtension, companion)
  const replay = await ReplayPage.open(page)
  await page.setViewportSize({ width: 252, height: 900 })
  await page.getByLabel('Way').selectOption('direct')
  const { sample_api: api } = companion.addresses
  await page.getByLabel('Address').fill(`${api}/delay/2`)
  await page.getByRole('button', { name: /^Send/ }).click()
  await expect(page.getByRole('button', { name: 'Cancel sending' })).toBeVisible()
  await page.getByLabel('Address').fill(`${api}/typed-meanwhile`)
  await expect(page.getByRole('tab', { name: 'Attempts 1' })).toBeVisible()
  await replay.tab('Request').click()
  await expect(page.getByLabel('Address')).toHaveValue(`${api}/typed-meanwhile`)

  await page.getByRole('button', { name: 'Blank' }).click()
  await expect(page.getByLabel('Address')).toHaveValue('/')
  await page.getByRole('button', { name: 'Bring it back' }).click()
  await expect(page.getByLabel('Address')).toHaveValue(`${api}/typed-meanwhile`)
  await expect(page.locator('body')).not.toBeFocused()

  const kind = page.getByRole('combobox', { name: 'Body' })
  await kind.selectOption('json')
  await page.getByRole('textbox', { name: 'JSON' }).fill('{ "kept": true }')
  await kind.selectOption('form')
  await page.getByRole('button', { name: 'Add a form field' }).click()
  await expect(page.getByLabel('Name of form field 1')).toBeFocused()
  await page.keyboard.type('amount')
  await page.getByRole('button', { name: 'Remove the form field amount' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Add a form field' })).toBeFocused()
  await kind.selectOption('json')
  await expect(page.getByRole('textbox', { name: 'JSON' })).toHaveValue('{ "kept": true }')

  // Ctrl and Enter belong to the request, not to a text that is to be imported.
  await page.getByRole('tab', { name: 'Import' }).click()
  await page.getByLabel('Or pasted, or dropped here').press('Control+Enter')
  await page.getByRole('tab', { name: 'Sets' }).press('End')
  await expect(page.getByRole('tab', { name: 'Import' })).toBeFocused()
  await expect(page.getByRole('tab', { name: 'Attempts 1' })).toBeVisible()
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
})
