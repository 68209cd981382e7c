import type { Page } from '@playwright/test'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { passOn, squatOn, type TakenRequest } from '../support/squatter.ts'
import { expect, test } from '../support/test.ts'

const CANARY = 'canary-secret-of-the-portal-51c7'

/** The credentials that the portal's page hands over go by the service worker. */
const relayCapture = (page: Page): Promise<unknown> =>
  page.evaluate(
    (client_secret) =>
      (
        globalThis as unknown as {
          chrome: { runtime: { sendMessage: (message: object) => Promise<unknown> } }
        }
      ).chrome.runtime.sendMessage({
        type: 'capture',
        client_id: 'captured',
        client_secret,
        catalogue_entry: 'okta-api',
      }),
    CANARY,
  )

const readStoredPairing = (page: Page): Promise<{ key: string }> =>
  page.evaluate(
    async () =>
      (
        await (
          globalThis as unknown as {
            chrome: {
              storage: { local: { get: (key: string) => Promise<{ pairing: { key: string } }> } }
            }
          }
        ).chrome.storage.local.get('pairing')
      ).pairing,
  )

const spell = ({ method, url, headers, body }: TakenRequest): string =>
  JSON.stringify([method, url, headers]) + body.toString('latin1')

test('a program that takes the port of the paired companion gets nothing that is of use', async ({
  browserWithExtension,
  launchCompanion,
}, testInfo) => {
  test.setTimeout(180_000)
  const root = testInfo.outputPath('own')
  const first = await launchCompanion(root)
  const origin = first.addresses.control
  const onboarding = await OnboardingPage.open(browserWithExtension, origin)
  await onboarding.pair(first)
  const page = await browserWithExtension.context.newPage()
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  const panel = new JourneyPanel(page)
  await panel.isReady()
  await panel.run('api-token')
  const { key } = await readStoredPairing(page)

  await first.stop('SIGKILL')
  const squatter = await squatOn(origin)
  const polled = async (more: number): Promise<void> => {
    const before = squatter.taken.length
    await expect
      .poll(() => squatter.taken.length, { timeout: 30_000 })
      .toBeGreaterThan(before + more)
  }
  // It answers anything, then refuses, then passes everything on to the true companion at another port.
  await polled(2)
  await expect(panel.connection).toContainText('Another program answers')
  await expect(panel.step('api-token')).toBeVisible()
  squatter.answer = () => ({ status: 401, body: '{}' })
  await polled(1)
  const elsewhere = await launchCompanion(root, ['--port', '0'])
  squatter.answer = (taken) => passOn(taken, elsewhere.addresses.control)
  await polled(2)
  await expect(panel.connection).toContainText('Another program answers')

  await page.getByRole('button', { name: 'Try again' }).click()
  await relayCapture(page).catch(() => undefined)
  await page.reload()
  await expect(panel.connection).toContainText('Another program answers')
  await onboarding.page.reload()
  await expect(onboarding.page.getByText('Pairing code', { exact: true }).first()).toBeVisible()
  await polled(2)

  // A stream that broke off was asked for again in its session: signed, and answered by nobody.
  expect(squatter.taken.some(({ headers }) => headers.authorization !== undefined)).toBe(true)
  const bytes = squatter.taken.map(spell).join('\n')
  for (const secret of [key, CANARY, first.token, first.pairingCode, 'Bearer'])
    expect(bytes).not.toContain(secret)

  // What this test can see: a caller that does send its token.
  const seen = squatter.taken.length
  await fetch(`${origin}/api/status`, { headers: { authorization: `Bearer ${first.token}` } })
  const careless = squatter.taken.splice(seen).find(({ url }) => url === '/api/status')
  expect(careless).toBeDefined()

  await squatter.leave()
  await elsewhere.stop()
  await launchCompanion(root, first.ports)
  await expect(panel.connection).toContainText('Connected')
  await expect(page.getByRole('button', { name: /1 of 12 done/ })).toBeVisible()
  expect((await passOn(careless as TakenRequest, origin)).status).toBe(200)
  for (const taken of squatter.taken) {
    const { status, body } = await passOn(taken, origin)
    // The challenge is open to everyone: it proves the companion, and gives the caller nothing.
    if (taken.url === '/api/sessions')
      expect(Object.keys(JSON.parse(body) as object)).toEqual(['nonce', 'proof'])
    else if (taken.url !== '/healthz') expect([taken.url, status]).toEqual([taken.url, 401])
  }
})
