import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { ClientsPage } from '../pages/clients-page.ts'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import type { CompanionProcess } from '../support/companion-process.ts'
import { expect, test } from '../support/test.ts'

const MANY = 2_000
const OF_CLI = 60
const AT_ONCE = 25

/** Registers clients at the embedded provider; some of them as the command line does. */
async function registerMany({ client, addresses }: CompanionProcess): Promise<void> {
  const idp_host = `${addresses.idp}/gluu`
  const register = (at: number) =>
    client.registerClient({
      body: {
        id: randomUUID(),
        origin: at < OF_CLI ? 'cli' : 'test',
        provider: 'gluu',
        idp_host,
        registration_endpoint: `${idp_host}/jans-auth/restv1/register`,
        metadata: {
          client_name: `Shop n${at}`,
          grant_types: ['client_credentials'],
          redirect_uris: [],
        },
      },
    })
  for (let at = 0; at < MANY; at += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, (_none, next) => register(at + next)))
}

/** The addresses of the lists that a page has read. */
function watchLists(page: Page): URL[] {
  const read: URL[] = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.pathname === '/api/registrations' && request.method() === 'GET') read.push(url)
  })
  return read
}

async function photograph(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [360, 900]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 900 })
      await page.evaluate(() => scrollTo(0, 0))
      const path = test.info().outputPath(`${name}-${colorScheme}-${width}.png`)
      await page.screenshot({ path })
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overflow, `${name} at ${width}`).toBeLessThanOrEqual(0)
    }
}

test('the panel finds, opens and sweeps clients of two thousand, a page at a time', async ({
  companion,
  browserWithExtension,
}) => {
  test.setTimeout(300_000)
  await registerMany(companion)
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  const lists = watchLists(page)
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  await new JourneyPanel(page).isReady()
  const clients = await ClientsPage.open(page)
  const rows = clients.list.getByRole('listitem')

  await test.step('the newest are there, with the number of all', async () => {
    await expect(rows).toHaveCount(50)
    await expect(page.getByRole('button', { name: 'Registered 2000' })).toBeVisible()
    await page.getByRole('button', { name: 'Show 50 more of 2000' }).click()
    await expect(rows).toHaveCount(100)
    await photograph(page, 'ledger')
  })

  await test.step('a search and a state are asked of the companion', async () => {
    await page.getByLabel('Find').fill('shop n1999')
    await expect(rows).toHaveCount(1)
    await expect(page.getByRole('button', { name: 'All 1', exact: true })).toBeVisible()
    await clients.show(/Shop n1999/)
    await page.getByRole('button', { name: 'Delete client' }).click()
    await clients.confirm('Delete client')
    await expect(page.getByText('gone at the provider; the ledger keeps')).toBeVisible()
    await page.getByRole('button', { name: 'All clients' }).click()
    await expect(clients.row(/Shop n1999/)).toContainText('Deleted')
    await page.getByLabel('Find').fill('no such client')
    await expect(page.getByText('No client matches')).toBeVisible()
    await photograph(page, 'no-match')
    await page.getByLabel('Find').fill('')
    await page.getByRole('button', { name: 'Deleted 1' }).click()
    await expect(rows).toHaveCount(1)
    await page.getByRole('button', { name: 'All 2000' }).click()
  })

  await test.step('a client for a token is searched for', async () => {
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Tokens' }).click()
    await page.getByLabel('Find a client').fill('shop n77')
    await expect(page.getByText('11 found.')).toBeVisible()
    await photograph(page, 'tokens')
    await page.getByRole('button', { name: 'Get token' }).click()
    await expect(page.getByRole('heading', { name: /^Token of Shop n77/ })).toBeVisible()
  })

  await test.step('one origin is swept, and the others stay', async () => {
    await ClientsPage.open(page)
    await page.getByRole('button', { name: 'Sweep' }).click()
    await page.getByLabel('Which clients').selectOption('origin cli')
    await page.getByRole('button', { name: `Delete ${OF_CLI} clients…` }).click()
    await expect(page.getByRole('dialog')).toContainText(`and ${OF_CLI - 8} more`)
    await photograph(page, 'sweep')
    await clients.confirm(`Delete ${OF_CLI} clients`)
    await expect(page.getByText(`Deleted ${OF_CLI} clients; none is left.`)).toBeVisible()
    await expect(page.getByRole('button', { name: `Deleted ${OF_CLI + 1}` })).toBeVisible()
    await photograph(page, 'swept')
  })

  expect(lists.length).toBeGreaterThan(5)
  for (const { searchParams, search } of lists)
    expect(Number(searchParams.get('limit') ?? Infinity), search).toBeLessThanOrEqual(200)
})
