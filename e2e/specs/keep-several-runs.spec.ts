import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { clientLife } from '#shared/journeys/journeys.ts'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { RunsPage } from '../pages/runs-page.ts'
import { expect, test } from '../support/test.ts'

const LAST = clientLife.steps.length

test('a person walks the life of one client beside another run, names a run and deletes it', async ({
  companion,
  browserWithExtension,
}, testInfo) => {
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  await page.setViewportSize({ width: 400, height: 800 })
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  const panel = new JourneyPanel(page)
  await panel.isReady()
  const look = (name: string): Promise<void> => photograph(page, testInfo.outputPath(name))

  await test.step('the first run gets as far as its second step', async () => {
    await panel.run('api-token')
    await panel.next.click()
    await panel.run('scope')
  })

  await test.step('the second journey begins beside it, at another provider', async () => {
    await (await RunsPage.open(page)).start(clientLife.title, 'Keycloak')
    await expect(page.getByText(`Step 1 of ${LAST}`)).toBeVisible()
    await expect(
      page.getByRole('heading', { name: 'Create an initial access token' }),
    ).toBeVisible()
    await look('client-life-1')
  })

  await test.step('each of its steps passes and shows what went over the wire', async () => {
    for (const [index, { id, runLabel }] of clientLife.steps.entries()) {
      await page.getByRole('button', { name: runLabel, exact: true }).click()
      await expect(panel.step(id).getByRole('heading', { name: /^Result/ })).toBeVisible()
      await look(`client-life-${index + 1}-done`)
      if (index < LAST - 1) await panel.next.click()
    }
    await expect(panel.step('delete-client')).toContainText('A read is refused now')
    await expect(page.getByText(`All ${LAST} steps are done`)).toBeVisible()
  })

  await test.step('the runs stand side by side, after a reload as well', async () => {
    await page.reload()
    await panel.isReady()
    await expect(panel.step('delete-client')).toBeVisible()
    const runs = await RunsPage.open(page)
    await expect(runs.row(/^Keycloak/)).toContainText(`${LAST} of ${LAST} steps done`)
    await expect(runs.row(/^Keycloak/)).toContainText('On screen')
    await expect(runs.row(/Register a client and call an API/)).toContainText('2 of 12 steps done')
    await look('runs')
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  })

  await test.step('one is named, and one is deleted', async () => {
    const runs = await RunsPage.open(page)
    await runs.row(/2 of 12 steps done/).click()
    await runs.rename('Friday demo')
    await look('run')
    await page.getByRole('button', { name: 'Go to its steps' }).click()
    await expect(page.getByText('Step 3 of 12')).toBeVisible()
    await RunsPage.open(page)
    await runs.row(/^Friday demo/).click()
    await page.getByRole('button', { name: 'Delete run…' }).click()
    await look('run-delete')
    await page.getByRole('button', { name: 'Keep this run' }).click()
    await runs.delete()
    await expect(runs.list).toBeVisible()
    await expect(runs.row(/Friday demo/)).toHaveCount(0)
    const left = await companion.client.listRuns()
    expect(left.map(({ name }) => name)).not.toContain('Friday demo')
  })
})

/** The whole page in both colour schemes. */
async function photograph(page: Page, path: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: `${path}-${colorScheme}.png`, fullPage: true })
  }
}
