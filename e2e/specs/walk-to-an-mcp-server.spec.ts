import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { RunsPage } from '../pages/runs-page.ts'
import { expect, test } from '../support/test.ts'

test('a person walks the way of an MCP client to the lab’s own server', async ({
  companion,
  browserWithExtension,
}, testInfo) => {
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  await onboarding.openSidePanel()
  const panel = new JourneyPanel(await browserWithExtension.findSurface('sidepanel.html'))
  await panel.isReady()
  const runs = await RunsPage.open(panel.page)
  await runs.start('The way of an MCP client', 'Ready for MCP')
  await expect(panel.page.getByRole('heading', { name: 'Name the MCP server' })).toBeVisible()
  const picture = async (name: string): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [320, 800]) {
        await panel.page.emulateMedia({ colorScheme })
        await panel.page.setViewportSize({ width, height: 900 })
        const path = testInfo.outputPath(`${name}-${colorScheme}-${width}.png`)
        await panel.page.screenshot({ path, fullPage: true })
      }
  }
  await picture('first')
  await panel.page.getByRole('button', { name: 'Menu' }).click()
  await panel.page.getByRole('button', { name: 'Run all steps' }).click()
  await expect(panel.page.getByRole('button', { name: /10 of 10 done/ })).toBeVisible({
    timeout: 30_000,
  })
  await expect(panel.step('mcp-forget')).toContainText('invalid_client')
  await picture('last')
})
