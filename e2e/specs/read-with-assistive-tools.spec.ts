import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { dcr } from '#shared/journeys/journeys.ts'
import { ClientsPage } from '../pages/clients-page.ts'
import { DefinitionsPage } from '../pages/definitions-page.ts'
import { DoctorPage } from '../pages/doctor-page.ts'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { ReplayPage } from '../pages/replay-page.ts'
import { RunsPage } from '../pages/runs-page.ts'
import { ScenariosPage } from '../pages/scenarios-page.ts'
import { TokensPage } from '../pages/tokens-page.ts'
import { expect, test } from '../support/test.ts'
import { walkByApi } from '../support/walk-by-api.ts'

const STEP_IDS = dcr.steps.map(({ id }) => id)

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

function measureOverflow(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every page passes axe, ${colorScheme}, at 320 px, without sideways scrolling`, async ({
    companion,
    browserWithExtension,
  }) => {
    const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
    await onboarding.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expectAccessible(onboarding.page)
    await onboarding.pair(companion)
    const page = await browserWithExtension.context.newPage()
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 320, height: 800 })
    await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
    const panel = new JourneyPanel(page)
    await panel.isReady()
    await page.getByRole('button', { name: 'Run all', exact: true }).click()
    await expect(page.getByRole('button', { name: /12 of 12 done/ })).toBeVisible()
    for (const id of [...STEP_IDS].reverse()) {
      await expect(panel.step(id)).toBeVisible()
      await expectAccessible(page)
      expect(await measureOverflow(page), id).toBe(0)
      if (id !== 'api-token') await page.getByRole('button', { name: 'Back', exact: true }).click()
    }
    for (const address of [
      companion.addresses.portal,
      `${companion.addresses.portal}/sign-in`,
      `${companion.addresses.portal}/sign-up`,
      `${companion.addresses.portal}/new-password?email=dev@example.com`,
      `${companion.addresses.idp}/admin/clients`,
      `${companion.addresses.idp}/admin/scopes`,
    ]) {
      await page.goto(address)
      await expectAccessible(page)
    }
  })

  test(`every page beside the steps passes axe, ${colorScheme}, at 320 px, without sideways scrolling`, async ({
    companion,
    browserWithExtension,
  }) => {
    await walkByApi(companion.client, 'okta')
    const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
    await onboarding.pair(companion)
    const page = await browserWithExtension.context.newPage()
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 320, height: 800 })
    await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
    await new JourneyPanel(page).isReady()
    const expectReadable = async (what: string): Promise<void> => {
      await expectAccessible(page)
      expect(await measureOverflow(page), what).toBe(0)
    }
    const runs = await RunsPage.open(page)
    await page.getByRole('button', { name: 'New run' }).click()
    await expectReadable('runs')
    await runs.row(/^Okta/).click()
    await expectReadable('run')
    await DefinitionsPage.open(page)
    await expectReadable('definitions')
    const clients = await ClientsPage.open(page)
    for (const way of ['Adopt a client', 'Sweep']) {
      await page.getByRole('button', { name: way }).click()
      await expectReadable(way)
    }
    await clients.show(/OKTA Client/)
    await expectReadable('client')
    await companion.client.startScenario({ body: { name: 'okta-coupling' } })
    const doctor = await DoctorPage.open(page)
    await expectReadable('doctor')
    await doctor.choose('host')
    await expectReadable('doctor of a host')
    await doctor.choose('run')
    await doctor.examine()
    await expect(doctor.stages).toBeVisible()
    await expectReadable('examination')
    await ScenariosPage.open(page)
    await page.getByRole('button', { name: 'Show all' }).click()
    await expectReadable('scenarios')
    await companion.client.stopScenario()
    const tokens = await TokensPage.open(page)
    await page.getByText('Audience, resource, sender constraint').click()
    await expectReadable('tokens')
    await tokens.getToken()
    await expect(tokens.checks).toBeVisible()
    await expectReadable('token')
  })

  test(`the replay passes axe, ${colorScheme}, at 320 px, without sideways scrolling`, async ({
    companion,
    browserWithExtension,
  }) => {
    await walkByApi(companion.client, 'okta')
    const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
    await onboarding.pair(companion)
    const page = await browserWithExtension.context.newPage()
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 320, height: 800 })
    await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
    await new JourneyPanel(page).isReady()
    const expectReadable = async (what: string): Promise<void> => {
      await expectAccessible(page)
      expect(await measureOverflow(page), what).toBe(0)
    }
    const replay = await ReplayPage.open(page)
    await page.getByRole('button', { name: 'Add a header' }).click()
    await page.getByRole('combobox', { name: 'Body' }).selectOption('form')
    await expectReadable('replay')
    await page.getByLabel('Address').fill('/okta-api/')
    await replay.send()
    await replay.tab('Request').click()
    await replay.chooseToken('A new one')
    await replay.send()
    await expectReadable('answers')
    await replay.tab('Attempts').click()
    await expectReadable('attempts')
  })
}
