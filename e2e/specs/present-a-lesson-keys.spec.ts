import { OnboardingPage } from '../pages/onboarding-page.ts'
import { StagePage } from '../pages/stage-page.ts'
import type { CompanionProcess } from '../support/companion-process.ts'
import type { ExtensionBrowser } from '../kit/playwright/extension-browser.ts'
import { expectNothingOverlaps, expectReadable } from '../support/stage-checks.ts'
import { expect, test } from '../support/test.ts'

async function pair(companion: CompanionProcess, browser: ExtensionBrowser): Promise<void> {
  const onboarding = await OnboardingPage.open(browser, companion.addresses.control)
  await onboarding.pair(companion)
}

test('the arrow keys send nothing, and what Space prepares for a step is of no other step', async ({
  companion,
  browserWithExtension,
}) => {
  const params = { lesson: 'a-refused-token' }
  const { client } = companion
  await pair(companion, browserWithExtension)
  const stage = await StagePage.open(browserWithExtension, 'lesson=a-refused-token')
  for (let action = 0; action < 2; action += 1) await stage.run()
  const drawn = await stage.messages.count()
  const { progress } = await client.getLesson({ params })
  const query = { run: progress?.run, limit: 200 }
  const sent = (await client.listExchanges({ query })).length
  await stage.press('ArrowRight')
  await expect(stage.title).toHaveText('For another audience')
  await stage.press('ArrowLeft')
  await expect(stage.title).toHaveText('The token has expired')
  await expect(stage.page.locator('main')).toHaveAttribute('aria-busy', 'false')
  expect((await client.getLesson({ params })).progress).toEqual(progress)
  expect(await client.listExchanges({ query })).toHaveLength(sent)
  expect((await client.getClock()).offset_seconds).toBe(7200)

  // What is done at a scene that was stepped to is done there.
  await stage.press('ArrowRight')
  await stage.run()
  const after = (await client.getLesson({ params })).progress
  expect(after?.step).toBe(1)
  expect(Object.keys(after?.steps['1']?.outcomes ?? {})).toEqual(['0'])
  expect((await client.listExchanges({ query })).length).toBeGreaterThan(sent)
  await stage.press('ArrowLeft')
  await expect(stage.title).toHaveText('The token has expired')
  await expect(stage.messages).toHaveCount(drawn)
})

test('after an outage the stage is where the companion is, and its keys work', async ({
  launchCompanion,
  browserWithExtension,
}, testInfo) => {
  const root = testInfo.outputPath('outage')
  const first = await launchCompanion(root)
  await pair(first, browserWithExtension)
  const stage = await StagePage.open(browserWithExtension, 'lesson=from-sign-up-to-200')
  const { page } = stage
  const phase = page.locator('[data-connection]')
  await expect(page.getByText('Step 1 of 12')).toBeVisible()
  await stage.run()
  const title = (await stage.title.textContent()) ?? ''
  await first.stop()
  await expect(phase).not.toHaveAttribute('data-connection', 'connected')
  await stage.run()
  await expect(stage.title).toHaveText(title)

  const second = await launchCompanion(root, first.ports)
  await expect(phase).toHaveAttribute('data-connection', 'connected', { timeout: 30_000 })
  await expect(page.locator('main')).toHaveAttribute('aria-busy', 'false')
  await stage.run()
  await expect(page.getByText('Step 2 of 12')).toBeVisible()
  await stage.run()
  const params = { lesson: 'from-sign-up-to-200' }
  const { progress } = await second.client.getLesson({ params })
  expect(progress?.step).toBe(1)
  expect(Object.keys(progress?.steps['1']?.outcomes ?? {})).toEqual(['0'])
  for (let press = 0; press < 20 && (await stage.title.textContent()) !== title; press += 1)
    await stage.press('ArrowLeft')
  await expect(stage.title).toHaveText(title)
})

test('the picture grows no larger than its window, and says so', async ({
  companion,
  browserWithExtension,
}) => {
  await pair(companion, browserWithExtension)
  const stage = await StagePage.open(browserWithExtension, 'lesson=a-refused-token')
  const { page } = stage
  await page.setViewportSize({ width: 1280, height: 720 })
  for (let action = 0; action < 2; action += 1) await stage.run()
  for (let press = 0; press < 2; press += 1) await stage.press('+')
  await expect(stage.header).toContainText('Largest size')
  await expectReadable(page)
  await expectNothingOverlaps(page)
  await stage.press('-')
  await stage.press('+')
  await expect(stage.header).toContainText('Step 1 of 5')
  await expectReadable(page)
})

test('a key that has nothing to do says so on the stage until the next key', async ({
  companion,
  browserWithExtension,
}, testInfo) => {
  await pair(companion, browserWithExtension)
  const stage = await StagePage.open(browserWithExtension, 'lesson=a-refused-token')
  const { page } = stage
  await page.setViewportSize({ width: 1280, height: 720 })
  await stage.run()
  await expect(page.getByText('Broken on purpose')).toBeVisible()
  for (const [key, words] of [
    ['c', 'No comparison'],
    ['f', 'No failure'],
  ] as const) {
    await stage.press(key)
    await expect(stage.header).toContainText(words)
    await expectReadable(page)
    await expectNothingOverlaps(page)
    await page.screenshot({ path: testInfo.outputPath(`hint-${key}.png`) })
  }
  await stage.press('ArrowLeft')
  await expect(stage.header).toContainText('Step 1 of 5')
})
