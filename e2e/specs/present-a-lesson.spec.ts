import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page, TestInfo } from '@playwright/test'
import type { ApiClient } from '#shared/contract/api-client.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { StagePage } from '../pages/stage-page.ts'
import type { CompanionProcess } from '../support/companion-process.ts'
import type { ExtensionBrowser } from '../kit/playwright/extension-browser.ts'
import {
  expectNothingOverlaps,
  expectReadable,
  expectStageAccessible,
} from '../support/stage-checks.ts'
import { expect, test } from '../support/test.ts'
import { walkByApi } from '../support/walk-by-api.ts'

const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const

async function pair(companion: CompanionProcess, browser: ExtensionBrowser): Promise<void> {
  const onboarding = await OnboardingPage.open(browser, companion.addresses.control)
  await onboarding.pair(companion)
}

/** Photographs one moment in both sizes and themes, and checks that it can be read in each. */
async function photograph(page: Page, testInfo: TestInfo, moment: string): Promise<void> {
  const folder = process.env['DCR_STAGE_PICTURES'] ?? testInfo.outputDir
  await mkdir(folder, { recursive: true })
  for (const size of SIZES)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await expectReadable(page)
      await expectNothingOverlaps(page)
      await expectStageAccessible(page)
      await page.screenshot({ path: join(folder, `${moment}-${size.width}-${colorScheme}.png`) })
    }
  await page.setViewportSize(SIZES[0])
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}

/** The size of the smallest text in a part that comes and goes, in CSS pixels. */
function measureSmallest(page: Page, part: string): Promise<number> {
  return page
    .locator(`${part} :is(button, dt, dd, kbd, h2)`)
    .evaluateAll((all) =>
      Math.min(...all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize))),
    )
}

/** Every secret of a run, as only the reveal route of the control API tells it. */
async function revealAll(client: ApiClient, run: string): Promise<string[]> {
  const { steps } = await client.getRun({ params: { run } })
  const secrets = steps.flatMap(
    ({ result }) =>
      result?.facts.flatMap(({ secret }) => (secret === undefined ? [] : [secret])) ?? [],
  )
  const values = await Promise.all(
    secrets.map(async (secret) => (await client.revealSecret({ body: { secret } })).value),
  )
  // Of a token the signature is the secret part: header and claims are shown on purpose.
  return values.map((value) => (value.startsWith('eyJ') ? (value.split('.')[2] ?? '') : value))
}

test('the lesson on refused tokens is presented with keys, and every moment can be read', async ({
  companion,
  browserWithExtension,
}, testInfo) => {
  test.setTimeout(180_000)
  await pair(companion, browserWithExtension)
  const stage = await StagePage.open(browserWithExtension, 'lesson=a-refused-token')
  const { page } = stage
  await expect(stage.title).toHaveText('The token has expired')
  await photograph(page, testInfo, '1-before')

  await stage.run()
  await expect(page.getByText('Broken on purpose')).toBeVisible()
  await stage.run()
  await expect(page.getByText('Check the times')).toBeVisible()
  await expect(stage.messages.last()).toContainText('gateway to app, Call API, 401, refused')
  await photograph(page, testInfo, '2-refused-time')

  // The clock is set right: nothing went over the wire, and the outcome says so.
  await stage.run()
  await expect(page.getByRole('region', { name: 'What happens' })).toContainText(
    'The lab’s clock is right.',
  )
  await photograph(page, testInfo, '3-outcome')
  await stage.run()
  await expect(page.getByRole('region', { name: 'Answer' })).toContainText('200 OK')
  await photograph(page, testInfo, '4-after')

  // Back and forth: the drawn arrows stay as they were drawn.
  const last = await stage.messages.last().textContent()
  await stage.press('ArrowLeft')
  await expect(stage.messages.last()).not.toHaveAttribute('aria-current', 'step')
  await stage.press('ArrowRight')
  await expect(stage.messages.last()).toHaveAttribute('aria-current', 'step')
  expect(await stage.messages.last().textContent()).toBe(last)

  await stage.press('c')
  await expect(page.getByRole('columnheader', { name: /^Refused/ })).toBeVisible()
  await photograph(page, testInfo, '5-compared')
  await stage.press('c')

  await stage.press('ArrowRight')
  await expect(stage.title).toHaveText('For another audience')
  for (let action = 0; action < 2; action += 1) await stage.run()
  await expect(page.getByText('This API accepts only')).toBeVisible()
  await photograph(page, testInfo, '6-refused-audience')

  await stage.press('b')
  await expect(page.getByRole('img', { name: 'Dark screen' })).toBeVisible()
  await stage.press('b')
  await stage.press('?')
  await expect(page.getByRole('heading', { name: 'Keys' })).toBeVisible()
  await stage.press('Escape')
  await expect(page.getByRole('heading', { name: 'Keys' })).toBeHidden()
  // The speaker used the pointer: Space goes on all the same, and does not open the keys again.
  await page.mouse.move(300, 300)
  expect(await measureSmallest(page, 'aside[aria-label="Presenter’s controls"]')).toBe(28)
  await page.screenshot({ path: testInfo.outputPath('controls-1280-light.png') })
  await page.getByRole('button', { name: 'Keys' }).click()
  expect(await measureSmallest(page, 'dialog')).toBe(28)
  await page.screenshot({ path: testInfo.outputPath('keys-1280-light.png') })
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('heading', { name: 'Keys' })).toBeHidden()
  await stage.press('t')
  expect(await page.evaluate(() => document.documentElement.style.colorScheme)).toBe('dark')
  await stage.press('t')

  // To the end, whatever is left to do.
  for (let press = 0; press < 60 && (await stage.title.textContent()) !== TITLE; press += 1)
    await stage.run()
  await expect(stage.title).toHaveText(TITLE)
  await photograph(page, testInfo, '7-end')
})

const TITLE = 'A token that is refused, and why'

test('the journey is presented, its prepared failure played, and no secret stands in any picture', async ({
  companion,
  browserWithExtension,
}, testInfo) => {
  test.setTimeout(180_000)
  const { client } = companion
  await pair(companion, browserWithExtension)
  const stage = await StagePage.open(browserWithExtension, 'lesson=from-sign-up-to-200')
  const { page } = stage
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.setViewportSize(SIZES[0])
  const moments: string[] = []
  const look = async (): Promise<void> => {
    const texts = await page.evaluate(() => [
      document.body.innerText,
      document.documentElement.outerHTML,
    ])
    moments.push(...texts)
  }
  for (let step = 1; step <= 12; step += 1) {
    await expect(page.getByText(`Step ${step} of 12`)).toBeVisible()
    await look()
    await stage.run()
    await look()
    await expectReadable(page)
    await expectNothingOverlaps(page)
    if (step === 9) {
      await photograph(page, testInfo, '8-registered')
      await stage.do('f')
      await expect(page.getByText('invalid_token')).toBeVisible()
      await photograph(page, testInfo, '9-registration-refused')
      await look()
      await stage.do('f')
      await expect(page.getByRole('region', { name: 'Answer' })).toContainText('201 Created')
    }
    await stage.press('ArrowRight')
  }
  await expect(page.getByText('12 of 12 passed')).toBeVisible()
  await photograph(page, testInfo, '10-journey-end')
  await look()

  const { progress } = await client.getLesson({ params: { lesson: 'from-sign-up-to-200' } })
  const secrets = await revealAll(client, progress?.run ?? '')
  expect(secrets.length).toBeGreaterThanOrEqual(3)
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(11)
    expect(moments.filter((text) => text.includes(secret))).toEqual([])
  }
  // The guard looks at what it should: the masks of these secrets are in the pictures.
  const clientSecret = secrets.find((secret) =>
    moments.some((text) => text.includes(`••••${secret.slice(-4)}`)),
  )
  expect(clientSecret).toBeDefined()
})

test('the speaker’s window drives the stage, and each goes on without the other', async ({
  companion,
  browserWithExtension,
}, testInfo) => {
  await pair(companion, browserWithExtension)
  const stage = await StagePage.open(browserWithExtension, 'lesson=key-rotation')
  await expect(stage.title).toHaveText('A new key, with overlap')
  const notes = await stage.openNotes(browserWithExtension.context)
  await notes.setViewportSize({ width: 800, height: 600 })
  await expect(notes.getByRole('heading', { level: 1 })).toHaveText('1 · A new key, with overlap')
  await expect(notes.getByText('Ask first:')).toBeVisible()
  await expect(notes.getByText('of 12:00')).toBeVisible()
  await notes.getByRole('button', { name: /Rotate with overlap/ }).click()
  await expect(notes.getByRole('button', { name: /Fetch the key set anew/ })).toBeVisible()
  await notes.keyboard.press('b')
  await expect(stage.page.getByRole('img', { name: 'Dark screen' })).toBeVisible()
  await notes.keyboard.press('b')
  for (const colorScheme of ['light', 'dark'] as const) {
    await notes.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expectStageAccessible(notes)
    await notes.screenshot({ path: testInfo.outputPath(`speaker-${colorScheme}.png`) })
  }

  // Nothing to compare: the room reads two words, the speaker reads why.
  await stage.press('c')
  await expect(notes.getByText(/^Nothing to compare yet/)).toBeVisible()
  await expect(stage.header).toContainText('No comparison')

  // Pressed again, N shows the window that is there.
  await stage.press('n')
  await notes.close()
  await stage.press('ArrowRight')
  await expect(stage.title).toHaveText('A new token, a new key')
  const again = await stage.openNotes(browserWithExtension.context)
  await expect(again.getByRole('heading', { level: 1 })).toHaveText('2 · A new token, a new key')

  const windows = browserWithExtension.context.pages().filter((one) => /speaker/.test(one.url()))
  expect(windows).toHaveLength(1)

  // The companion goes: the last picture stays, the notes alone say what is wrong.
  await companion.stop()
  await expect(again.getByText('The companion does not answer. The picture stays.')).toBeVisible()
  await expect(stage.title).toHaveText('A new token, a new key')
  await expect(stage.page.getByText(/does not answer/)).toHaveCount(0)
  await stage.page.close({ runBeforeUnload: true })
  await expect(again.getByText('The stage is closed')).toBeVisible()
})

test('starting over takes one key, is timed, and leaves no client behind', async ({
  companion,
  browserWithExtension,
}, testInfo) => {
  const { client } = companion
  await pair(companion, browserWithExtension)
  const stage = await StagePage.open(browserWithExtension, 'lesson=from-sign-up-to-200')
  await stage.page.emulateMedia({ reducedMotion: 'reduce' })
  for (let step = 1; step <= 9; step += 1) {
    await expect(stage.page.getByText(`Step ${step} of 12`)).toBeVisible()
    await stage.run()
    if (step < 9) await stage.press('ArrowRight')
  }
  await expect(stage.page.getByRole('region', { name: 'Answer' })).toContainText('201 Created')
  const before = await client.getLesson({ params: { lesson: 'from-sign-up-to-200' } })
  const start = performance.now()
  await stage.press('r')
  await expect(stage.page.getByRole('region', { name: 'Answer' })).toHaveCount(0)
  await expect(stage.page.locator('[data-ghost]').first()).toBeVisible()
  const ms = Math.round(performance.now() - start)
  testInfo.annotations.push({ type: 'started over', description: `${ms} ms` })
  const after = await client.getLesson({ params: { lesson: 'from-sign-up-to-200' } })
  expect(after.progress?.run).not.toBe(before.progress?.run)
  const states = (await client.listRegistrations()).map(({ state }) => state)
  expect(states).toEqual(['deleted'])
})

test('a run is presented from the panel, its arrows drawn from the wire of another window', async ({
  companion,
  browserWithExtension,
}) => {
  const { client } = companion
  const run = await walkByApi(client, 'okta', 'token')
  await pair(companion, browserWithExtension)
  const panel = await browserWithExtension.context.newPage()
  await panel.goto(browserWithExtension.pageUrl('sidepanel.html'))
  await panel.getByRole('button', { name: 'Menu' }).click()
  const opened = browserWithExtension.context.waitForEvent('page')
  await panel.getByRole('button', { name: 'Present', exact: true }).click()
  const page = await opened
  await page.setViewportSize(SIZES[0])
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Call the API')
  await expect(page.locator('[data-ghost]')).toHaveCount(4)
  // Another window runs the step; the stage draws what came over the wire.
  await client.runStep({ params: { run: run.id, step: 'call-api' }, body: { inputs: {} } })
  await expect(page.locator('[data-ghost]')).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Request' })).toBeVisible()
  await page.keyboard.press('f')
  await expect(page.getByText('Find the token')).toBeVisible()
  await expectReadable(page)
})

test('the same step of two runs is compared, what differs first', async ({
  companion,
  browserWithExtension,
}, testInfo) => {
  await walkByApi(companion.client, 'keycloak', 'token')
  const run = await walkByApi(companion.client, 'okta', 'token')
  await pair(companion, browserWithExtension)
  const stage = await StagePage.open(browserWithExtension, `run=${run.id}`)
  await expect(stage.title).toHaveText('Call the API')
  await stage.do('ArrowLeft')
  await expect(stage.title).toHaveText('Get a token')
  await stage.press('c')
  await expect(stage.page.getByRole('columnheader', { name: /Keycloak/ })).toBeVisible()
  await expect(stage.page.getByRole('row', { name: /^aud api:\/\/default/ })).toBeVisible()
  await photograph(stage.page, testInfo, '11-two-runs')
})

test('with reduced motion arrows appear at once, and forced colours keep every arrow', async ({
  companion,
  browserWithExtension,
}) => {
  await pair(companion, browserWithExtension)
  const stage = await StagePage.open(browserWithExtension, 'lesson=key-rotation')
  await stage.page.emulateMedia({ reducedMotion: 'reduce', forcedColors: 'active' })
  for (let action = 0; action < 3; action += 1) await stage.run()
  await expect(stage.messages.first()).toBeVisible()
  const running = await stage.page.evaluate(() => document.getAnimations().length)
  expect(running).toBe(0)
  const lines = await stage.page.evaluate(() =>
    [...document.querySelectorAll('ol[aria-label="Messages"] > li')].map(
      (arrow) => getComputedStyle(arrow, '::before').backgroundColor,
    ),
  )
  expect(lines.filter((color) => color === 'rgba(0, 0, 0, 0)').length).toBeLessThan(lines.length)
})
