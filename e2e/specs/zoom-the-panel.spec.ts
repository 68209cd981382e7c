import type { Page } from '@playwright/test'
import { STEP_IDS } from '#shared/journeys/step-ids.ts'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { expect, test } from '../support/test.ts'

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
