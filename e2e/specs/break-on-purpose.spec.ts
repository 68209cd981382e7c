import { AxeBuilder } from '@axe-core/playwright'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { ScenariosPage } from '../pages/scenarios-page.ts'
import { expect, test } from '../support/test.ts'
import { walkByApi } from '../support/walk-by-api.ts'

test('a person breaks the provider on purpose, sees what comes of it, and mends all', async ({
  companion,
  browserWithExtension,
}) => {
  await walkByApi(companion.client, 'okta')
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  await page.setViewportSize({ width: 320, height: 800 })
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  const panel = new JourneyPanel(page)
  await panel.isReady()
  const scenarios = await ScenariosPage.open(page)

  await test.step('a scenario makes a step of the journey fail', async () => {
    const found = await scenarios.find('server without a policy')
    await found.first().check()
    await expect(scenarios.badge).toBeVisible()
    await page.getByRole('button', { name: 'Back to the steps' }).click()
    await panel.goTo('token')
    await panel.press('token')
    await expect(panel.alert).toContainText('access_denied')
  })

  await test.step('the badge switches it off, and the step passes', async () => {
    await scenarios.badge.getByRole('button', { name: 'Switch off' }).click()
    await expect(scenarios.badge).toBeHidden()
    await panel.run('token')
  })

  await test.step('one fault ends by itself once it was used up', async () => {
    await ScenariosPage.open(page)
    await page.getByLabel('Fault', { exact: true }).selectOption('outage')
    await page.getByLabel('Ends', { exact: true }).selectOption('times')
    await page.getByLabel('Number of uses').fill('none')
    await page.getByRole('button', { name: 'Switch fault on' }).click()
    await expect(page.getByText('Give a whole number, 1 or more.')).toBeVisible()
    await page.getByLabel('Number of uses').fill('1')
    await page.getByRole('button', { name: 'Switch fault on' }).click()
    await expect(scenarios.faults).toContainText('Ends after 0 of 1 uses')
    await expect(scenarios.badge).toContainText('1 fault on')
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    await companion.client.examine({ body: {} })
    await expect(scenarios.faults).toBeHidden()
    await expect(scenarios.badge).toBeHidden()
  })

  await test.step('the clock is moved and set right, a key is rotated', async () => {
    await page.getByRole('button', { name: '+1 d' }).click()
    await expect(scenarios.badge).toContainText('Clock 1 d ahead')
    await expect.poll(() => companion.client.getClock()).toEqual({ offset_seconds: 86_400 })
    await page.reload()
    await panel.isReady()
    await expect(scenarios.badge).toContainText('Clock 1 d ahead')
    await scenarios.badge.getByRole('button', { name: 'Clock 1 d ahead' }).click()
    await page.getByRole('button', { name: 'Set right' }).click()
    await expect(scenarios.badge).toBeHidden()
    await page.getByRole('button', { name: 'Rotate key' }).click()
    await expect(page.getByText('Okta signs with a new key from now on.')).toBeVisible()
  })

  await test.step('what a script switches on is seen, too', async () => {
    await companion.client.startScenario({ body: { name: 'trusted-hosts' } })
    await expect(scenarios.badge).toBeVisible()
    await page.getByRole('button', { name: 'Ask the doctor' }).click()
    await expect(page.getByRole('list', { name: 'Stages' })).toContainText('Registration')
    await expect(page.getByText(/thing is wrong|things are wrong/).first()).toBeVisible()
  })
})
