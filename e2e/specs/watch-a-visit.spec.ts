import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { VisitsPage } from '../pages/visits-page.ts'
import { expect, test } from '../support/test.ts'

test('a client of a stranger appears by itself, is told leg by leg, and each leg opens its exchange', async ({
  companion,
  browserWithExtension,
}, testInfo) => {
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  await new JourneyPanel(page).isReady()
  const look = (name: string): Promise<void> => photograph(page, testInfo.outputPath(name))
  const { idp } = companion.addresses
  const visits = await VisitsPage.open(page)

  await test.step('before one has come, the page says where to point it', async () => {
    await expect(page.getByText('No client is here yet')).toBeVisible()
    await expect(page.getByText(/public https address/)).toBeVisible()
    await look('awaited')
  })

  await test.step('a client registers, and its redirect URI is refused later', async () => {
    await fetch(`${idp}/.well-known/oauth-authorization-server/mcp`)
    const registered = await fetch(`${idp}/mcp/reg`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_name: 'MCP CLI Client',
        redirect_uris: ['http://localhost:12345/oauth/callback'],
        software_id: '2e6dc280-f3c3-4e01-99a7-8181dbd1d23d',
        application_type: 'native',
      }),
    })
    const { client_id } = (await registered.json()) as { client_id: string }
    const query = new URLSearchParams({
      client_id,
      response_type: 'code',
      redirect_uri: 'http://localhost:12345/elsewhere',
    })
    await fetch(`${idp}/mcp/auth?${query}`)
    await expect(visits.row(/MCP CLI Client/)).toContainText('Was refused')
    await expect(visits.row(/MCP CLI Client/)).toContainText('Likely mcp-remote')
    await look('list')
  })

  await test.step('its page says why, and a leg opens', async () => {
    await visits.row(/MCP CLI Client/).click()
    await expect(page.getByText(/redirect URI .*elsewhere was refused/)).toBeVisible()
    await expect(visits.legs).toHaveCount(3)
    await look('visit')
    await visits.legs.nth(1).getByText('Registered').click()
    await visits.legs.nth(1).getByText('Register client').click()
    await expect(visits.legs.nth(1).getByText('Request', { exact: true })).toBeVisible()
    await look('leg')
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  })
})

async function photograph(page: Page, path: string): Promise<void> {
  for (const width of [320, 400, 900])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overflow, `${path} at ${width}`).toBe(0)
      await page.screenshot({ path: `${path}-${width}-${colorScheme}.png`, fullPage: true })
    }
}
