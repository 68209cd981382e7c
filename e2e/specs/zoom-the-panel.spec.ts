import type { Page } from '@playwright/test'
import { dcr } from '#shared/journeys/journeys.ts'
import { ClientsPage } from '../pages/clients-page.ts'
import { DoctorPage } from '../pages/doctor-page.ts'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { ScenariosPage } from '../pages/scenarios-page.ts'
import { TokensPage } from '../pages/tokens-page.ts'
import { expect, test } from '../support/test.ts'
import { walkByApi } from '../support/walk-by-api.ts'

const STEP_IDS = dcr.steps.map(({ id }) => id)

/** Buttons of the footer that lie on each other or outside the window, and text that is cut off. */
function findTrouble(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const buttons = [...document.querySelectorAll('footer button')]
    const boxes = buttons.map((button) => button.getBoundingClientRect())
    const overlaps = boxes.flatMap((a, at) =>
      boxes
        .slice(at + 1)
        .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        .map(() => `${buttons[at]?.textContent} lies on another button`),
    )
    const outside = buttons.filter(
      (button, at) =>
        (boxes[at]?.left ?? 0) < 0 ||
        (boxes[at]?.right ?? 0) > innerWidth ||
        button.scrollWidth > button.clientWidth + 1,
    )
    const { scrollWidth, clientWidth } = document.documentElement
    return [
      ...overlaps,
      ...outside.map((button) => `${button.textContent} is cut off`),
      ...(scrollWidth > clientWidth ? ['the page moves sideways'] : []),
    ]
  })
}

test('a panel of 400 px is readable at 150 and 200 percent', async ({
  companion,
  browserWithExtension,
}) => {
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  const panel = new JourneyPanel(page)
  await panel.isReady()
  // Zooming makes the window smaller in the page's own pixels.
  for (const zoom of [1.5, 2]) {
    await page.setViewportSize({ width: Math.floor(400 / zoom), height: Math.floor(800 / zoom) })
    for (const id of STEP_IDS) {
      await panel.goTo(id)
      expect(await findTrouble(page), `${id} at ${zoom}`).toEqual([])
      const { top, bar } = await page.evaluate(() => ({
        top: document.querySelector('nav')?.parentElement?.getBoundingClientRect().height ?? 0,
        bar: document.querySelector('footer')?.getBoundingClientRect().height ?? 0,
      }))
      expect(bar, `footer of ${id} at ${zoom}`).toBeLessThan(70)
      expect(top, `head of ${id} at ${zoom}`).toBeLessThan(120)
    }
  }
})

test('the pages beside the steps are readable at 200 percent, with a scenario on', async ({
  companion,
  browserWithExtension,
}) => {
  await walkByApi(companion.client, 'keycloak', 'token')
  await companion.client.startScenario({ body: { name: 'iat-exhausted' } })
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  await page.setViewportSize({ width: 200, height: 400 })
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  await new JourneyPanel(page).isReady()
  const expectReadable = async (what: string): Promise<void> =>
    expect(await findTrouble(page), what).toEqual([])

  const clients = await ClientsPage.open(page)
  await page.getByRole('button', { name: 'Sweep' }).click()
  await expectReadable('clients')
  await clients.show(/Keycloak/)
  await page.getByRole('button', { name: 'Preview the update' }).click()
  await expectReadable('a client')
  const tokens = await TokensPage.open(page)
  await expectReadable('tokens')
  await tokens.list.getByRole('button').first().click()
  await expect(tokens.checks).toBeVisible()
  await expectReadable('a token')
  const doctor = await DoctorPage.open(page)
  await doctor.choose('scenario')
  await doctor.examine()
  await expect(doctor.stages).toBeVisible()
  await expectReadable('an examination')
  await ScenariosPage.open(page)
  await page.getByRole('button', { name: '+1 d' }).click()
  await expectReadable('scenarios')
})
