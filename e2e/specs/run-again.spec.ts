import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { expect, test } from '../support/test.ts'

test('another client makes later steps to be done again, a step that waits is cancelled, a fix leads back', async ({
  companion,
  browserWithExtension,
}) => {
  const silent = createServer(() => undefined)
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  const panel = new JourneyPanel(page)
  await panel.isReady()
  const runAll = page.getByRole('button', { name: 'Run all', exact: true })
  const allDone = page.getByRole('button', { name: /12 of 12 done/ })
  await runAll.click()
  await expect(allDone).toBeVisible()

  await test.step('register again', async () => {
    await panel.goTo('register-client')
    await panel.press('register-client')
    await expect(page.getByRole('button', { name: /9 of 12 done/ })).toBeVisible()
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await expect(panel.step('see-client')).toContainText('Step 9, “Register a client”')
    await runAll.click()
    await expect(allDone).toBeVisible()
  })

  await test.step('wait in vain, and cancel', async () => {
    const { port } = silent.address() as AddressInfo
    await panel.goTo('token')
    const earlier = await page.locator('section', { hasText: 'On the wire' }).locator('li').count()
    expect(earlier).toBeGreaterThan(0)
    const endpoint = page.getByLabel('Token endpoint')
    await page.getByText('More settings').click()
    const good = await endpoint.inputValue()
    await endpoint.fill(`http://127.0.0.1:${port}/token`)
    await panel.press('token')
    await expect(page.getByText('Waiting for the identity provider …')).toBeVisible()
    await expect(page.getByText('A request stands here as soon as it is answered.')).toBeVisible()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(panel.alert).toContainText('The step was cancelled')
    await endpoint.fill(good)
    await runAll.click()
    await expect(allDone).toBeVisible()
  })

  await test.step('apply and run again', async () => {
    await page.getByLabel('Send the token').uncheck()
    await panel.press('call-api')
    await panel.alert.getByRole('button', { name: 'Apply and run again' }).click()
    await expect(allDone).toBeVisible()
    await expect(page.getByText('What to try next')).toBeVisible()
  })
  silent.closeAllConnections()
  silent.close()
})
