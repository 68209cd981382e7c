import type { Page } from '@playwright/test'
import { ENCODINGS } from '../../companion/secrets/testing/encodings.ts'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import type { CompanionProcess } from '../support/companion-process.ts'
import { expect, test } from '../support/test.ts'

interface Area {
  get: (keys: null) => Promise<Record<string, unknown>>
}

/** Everything that the extension has put away in the browser, as one text. */
const readStored = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const { storage } = (globalThis as unknown as { chrome: { storage: Record<string, Area> } })
      .chrome
    const areas = ['local', 'session', 'sync'].map(async (name) => storage[name]?.get(null) ?? {})
    const databases = await indexedDB.databases()
    return JSON.stringify([
      await Promise.all(areas),
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      databases.map(({ name }) => name),
      document.cookie,
    ])
  })

/** The secrets of a journey that was walked to its end. */
async function listSecrets({ client, token }: CompanionProcess): Promise<Record<string, string>> {
  const [registration] = await client.listRegistrations()
  const [kept] = await client.listTokens()
  const [run] = await client.listRuns()
  const reveal = async (secret: string): Promise<string> =>
    (await client.revealSecret({ body: { secret } })).value
  return {
    'client secret': await reveal(`registration/${registration?.id}/client_secret`),
    'access token': await reveal(`token/${kept?.id}/access_token`),
    'API token': await reveal(`run/${run?.id}/api_token`),
    'token of the command line': token,
  }
}

function findIn(stored: string, secrets: Record<string, string>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    Object.entries(ENCODINGS)
      .filter(([, encode]) => stored.includes(encode(secret)))
      .map(([encoding]) => `${name} as ${encoding}`),
  )
}

test('after a whole journey the browser’s storage holds none of its secrets, in no encoding', async ({
  browserWithExtension,
  companion,
}) => {
  test.setTimeout(180_000)
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  const panel = new JourneyPanel(page)
  await panel.isReady()
  await panel.runUpTo('call-api')
  const secrets = await listSecrets(companion)
  expect(findIn(await readStored(page), secrets)).toEqual([])

  // The control: what is put away there is found.
  const canary = secrets['client secret'] ?? ''
  await page.evaluate((text) => localStorage.setItem('canary', text), canary)
  expect(findIn(await readStored(page), secrets)).toContain('client secret as plain')
})
