import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { expect, test } from '../support/test.ts'

async function openLessons(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('button', { name: 'Lessons', exact: true }).click()
}

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  }
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
}

test('a learner walks a lesson in the panel, takes wrong turns, leaves, comes back and skips', async ({
  companion,
  browserWithExtension,
}, testInfo) => {
  test.setTimeout(120_000)
  const own = join(testInfo.outputPath('companion'), 'data', 'lessons')
  await mkdir(own, { recursive: true })
  await writeFile(join(own, 'broken.yaml'), 'title: A broken lesson\nminutes: soon\n')
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  await page.setViewportSize({ width: 320, height: 800 })
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  await openLessons(page)
  await expect(page.getByText('broken.yaml cannot be read')).toBeVisible()
  await expect(page.getByText(/^Line 2: minutes/)).toBeVisible()
  await expectAccessible(page)
  await page.screenshot({ path: testInfo.outputPath('list.png'), fullPage: true })

  await page.getByRole('button', { name: /A token that is refused/ }).click()
  await page.getByRole('button', { name: 'Begin the lesson' }).click()
  const next = page.getByRole('button', { name: 'Waiting for the checkpoint' })
  await expect(next).toBeDisabled()
  // The wrong action, twice: the checkpoint says what it saw, and a hint is offered.
  await page.getByRole('button', { name: '2. Call the API' }).click()
  await expect(page.getByText(/Seen instead, .+200, let through/)).toBeVisible()
  await expect(page.getByText('Two tries did not pass')).toHaveCount(0)
  await page.getByRole('button', { name: '2. Call the API, again' }).click()
  await expect(page.getByText('Two tries did not pass. A hint may help.')).toBeVisible()
  await page.getByRole('button', { name: 'Show hint 1 of 2' }).click()
  await expect(page.getByText(/Move the lab’s clock two hours ahead before you call/)).toBeVisible()
  await expectAccessible(page)
  await page.screenshot({ path: testInfo.outputPath('missed.png'), fullPage: true })

  await page.getByRole('button', { name: /Two hours ahead/ }).click()
  await page.getByRole('button', { name: '2. Call the API, again' }).click()
  await expect(page.getByText(/^Passed .+refused at “Check the times”/)).toBeVisible()
  await page.getByRole('button', { name: 'Look at it' }).first().click()
  await expect(page.getByText('GET /okta-api/headers', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: /Set the clock right/ }).click()
  await page.getByRole('button', { name: /Call again/ }).click()
  await page.getByRole('button', { name: 'Go on to 2' }).click()
  await expect(page.getByRole('heading', { name: '2 · For another audience' })).toBeVisible()

  // A reload keeps the lesson open.
  await page.reload()
  await expect(page.getByRole('heading', { name: '2 · For another audience' })).toBeVisible()

  // Leaving asks nothing, and the lesson goes on where it was, also after a reload.
  await page.getByRole('button', { name: 'All lessons' }).click()
  await page.getByRole('button', { name: 'Back to the steps' }).click()
  await page.reload()
  await openLessons(page)
  await expect(page.getByRole('button', { name: /A token that is refused/ })).toContainText(
    'Step 2 of 5',
  )
  await page.getByRole('button', { name: /A token that is refused/ }).click()
  await expect(page.getByRole('heading', { name: '2 · For another audience' })).toBeVisible()

  await page.getByRole('button', { name: 'Skip' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Go on to 3' })).toBeFocused()
  await expect(page.getByText('Skipped, not passed.')).toHaveCount(2)
  await expectAccessible(page)
  await page.screenshot({ path: testInfo.outputPath('skipped.png'), fullPage: true })
  await page.getByRole('button', { name: 'Go on to 3' }).click()
  await expect(page.getByRole('heading', { name: '3 · The signature is broken' })).toBeVisible()

  // A call from another window passes the checkpoint of this one.
  const { client } = companion
  await client.doLessonAction({ params: { lesson: 'a-refused-token' }, body: { action: 0 } })
  await expect(page.getByText(/^Passed .+refused at “Check the signature”/)).toBeVisible()

  const opened = browserWithExtension.context.waitForEvent('page')
  await page.getByRole('button', { name: 'Present' }).click()
  await expect((await opened).getByRole('heading', { level: 1 })).toHaveText(
    'The signature is broken',
  )
})
