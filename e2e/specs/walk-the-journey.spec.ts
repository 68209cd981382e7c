import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { dcr } from '#shared/journeys/journeys.ts'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { expect, test } from '../support/test.ts'

const STEP_IDS = dcr.steps.map(({ id }) => id)

test('a person pairs, opens the real side panel and walks all steps', async ({
  companion,
  browserWithExtension,
}, testInfo) => {
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  await onboarding.openSidePanel()
  const panel = new JourneyPanel(await browserWithExtension.findSurface('sidepanel.html'))
  await panel.isReady()

  for (const id of STEP_IDS) {
    await test.step(id, async () => {
      await expect(panel.step(id)).toBeVisible()
      await panel.run(id)
      if (id === 'register-client') {
        await expect(panel.page.getByText('Shown once')).toBeVisible()
        await takePicture(panel, testInfo.outputPath('register-client.png'))
      }
      if (id !== 'call-api') await panel.next.click()
    })
  }

  await expect(panel.step('call-api')).toContainText('200')
  await expect(panel.page.getByRole('button', { name: /12 of 12 done/ })).toBeVisible()
  await takePicture(panel, testInfo.outputPath('call-api.png'))
})

/** The README's picture of the panel is made here, so that it cannot grow old. */
async function takePicture(panel: JourneyPanel, path: string): Promise<void> {
  await panel.page.screenshot({ path })
  const folder = process.env['DCR_PICTURES']
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await panel.page.screenshot({ path: join(folder, path.split('/').at(-1) ?? '') })
}
