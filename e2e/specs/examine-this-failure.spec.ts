import { ClientsPage } from '../pages/clients-page.ts'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { expect, test } from '../support/test.ts'

test('what failed is examined with its own client, from the step, the verdict and the client, and leads back', async ({
  companion,
  browserWithExtension,
}) => {
  test.setTimeout(180_000)
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  await page.setViewportSize({ width: 400, height: 900 })
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  const panel = new JourneyPanel(page)
  await panel.isReady()
  const stages = page.getByRole('list', { name: 'Stages' })
  await panel.runUpTo('see-client')

  await test.step('a client that is gone breaks the step, and the badge does not stand over a green one', async () => {
    await companion.client.startScenario({ body: { name: 'client-gone' } })
    await panel.next.click()
    await panel.press('token')
    await page.getByRole('button', { name: 'Examine this failure' }).first().click()
    await expect(page.getByText('What failed: Token')).toBeVisible()
    await expect(stages).toContainText('does not know this client')
    await expect(stages).toContainText('examined as it is')
    await expect(page.getByText('Nothing is wrong')).toBeHidden()
    await page.getByRole('button', { name: 'Back to the step' }).click()
    await expect(panel.step('token')).toBeVisible()
    await companion.client.stopScenario()
    await panel.run('token')
  })

  await test.step('an API that is broken on purpose refuses the call, and its verdict is examined', async () => {
    await companion.client.startScenario({ body: { name: 'api-other-issuer' } })
    await expect(page.getByRole('region', { name: 'Wrong on purpose' })).toContainText(
      'The API takes another issuer',
    )
    await panel.next.click()
    await panel.press('call-api')
    const checks = page.locator('details', { hasText: 'The gateway’s checks' }).first()
    await checks.getByRole('button', { name: 'Examine this failure' }).click()
    await expect(stages).toContainText('sso.dcr-lab.test/realms/other')
    await page.getByRole('button', { name: 'Back to the verdict' }).click()
    await expect(panel.step('call-api')).toBeVisible()
    await companion.client.stopScenario()
    await panel.run('call-api')
  })

  await test.step('a client is examined from its page', async () => {
    const clients = await ClientsPage.open(page)
    await clients.list.getByRole('button').first().click()
    await page.getByRole('button', { name: 'Examine this client' }).click()
    await expect(stages).toContainText('examined as it is')
    await page.getByRole('button', { name: 'Back to the client' }).click()
    await expect(page.getByRole('button', { name: 'Examine this client' })).toBeVisible()
    expect(await companion.client.listRegistrations()).toHaveLength(1)
  })
})
