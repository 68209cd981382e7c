import { cp, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { CapturePage } from '../pages/capture-page.ts'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { ReplayPage } from '../pages/replay-page.ts'
import type { CompanionProcess } from '../support/companion-process.ts'
import { type ExtensionBrowser, openExtensionBrowser } from '../kit/playwright/extension-browser.ts'
import { expect, test } from '../support/test.ts'
import { walkByApi } from '../support/walk-by-api.ts'

const CANARY = 'canary-secret-77aa88bb'

async function openPanel(browser: ExtensionBrowser, companion: CompanionProcess): Promise<Page> {
  const onboarding = await OnboardingPage.open(browser, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browser.context.newPage()
  await page.setViewportSize({ width: 400, height: 900 })
  await page.goto(browser.pageUrl('sidepanel.html'))
  await new JourneyPanel(page).isReady()
  return page
}

test('a pasted answer becomes a client, a pasted token is verified, kept by name and sent', async ({
  companion,
  browserWithExtension,
}, testInfo) => {
  await walkByApi(companion.client, 'okta', 'token')
  const [token] = await companion.client.listTokens()
  const { value } = await companion.client.revealSecret({
    body: { secret: `token/${token?.id}/access_token` },
  })
  const page = await openPanel(browserWithExtension, companion)
  const capture = await CapturePage.open(page)

  await capture.paste('nothing of use')
  await expect(capture.findings).toContainText('Paste the answer of a registration')

  await capture.paste(
    JSON.stringify({
      client_id: '0oaElsewhere',
      client_secret: CANARY,
      client_name: 'Made elsewhere',
      registration_client_uri: 'https://dev.example.com/oauth2/v1/clients/0oaElsewhere',
    }),
  )
  await expect(capture.findings).toContainText('Client 0oaElsewhere')
  await expect(capture.findings).not.toContainText(CANARY)
  await expect(page.getByLabel('Provider address')).toHaveValue('https://dev.example.com')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({
      path: testInfo.outputPath(`client-${colorScheme}.png`),
      fullPage: true,
    })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  }
  expect(await companion.client.listRegistrations()).toHaveLength(1)
  await page.getByRole('button', { name: 'Take the client over' }).click()
  await expect(page.getByRole('heading', { name: 'Made elsewhere' })).toBeVisible()

  await CapturePage.open(page)
  await capture.paste(`Authorization: Bearer ${value}`)
  await page.getByRole('button', { name: 'Decode and verify' }).click()
  await expect(page.getByText('A key of the provider’s set signed it')).toBeVisible()
  await page.screenshot({ path: testInfo.outputPath('token-dark.png'), fullPage: true })
  await page.getByLabel('Name to keep it under').fill('pasted')
  await page.getByRole('button', { name: 'Take the token over' }).click()
  await page.getByRole('button', { name: 'Go to Replay' }).click()
  const replay = new ReplayPage(page)
  await replay.chooseToken('Paste one')
  await page.getByLabel('Kept secret').selectOption({ value: 'pasted' })
  await page.getByLabel('Way').selectOption('direct')
  await page.getByLabel('Address').fill(`${companion.addresses.sample_api}/get`)
  await replay.send()
  await expect(page.getByRole('region', { name: /^Attempt 1/ })).toContainText('200')
})

/** A portal that is not ours, on a host that the person has allowed. */
async function startForeignPortal(): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    if (request.url === '/answer') {
      response.writeHead(201, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ client_id: 'json-client', client_secret: CANARY }))
      return
    }
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(
      `<h1>My app</h1><dl><dt>Client ID</dt><dd><code>page-client</code> <button>Copy</button></dd><dt>Client secret</dt><dd><code>${CANARY}</code></dd></dl>`,
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, origin: `http://localhost:${(server.address() as AddressInfo).port}` }
}

/** No test can click the browser's own question, so this build has the permission that it would give. */
async function buildWithPermission(folder: string): Promise<string> {
  await cp(join(import.meta.dirname, '../../dist/extension/chrome-mv3'), folder, {
    recursive: true,
  })
  const path = join(folder, 'manifest.json')
  const manifest = JSON.parse(await readFile(path, 'utf8')) as { host_permissions: string[] }
  manifest.host_permissions.push('http://localhost/*')
  await writeFile(path, JSON.stringify(manifest))
  return folder
}

test('pages and JSON answers of an allowed host, and a selection on any page, wait in the panel', async ({
  companion,
}, testInfo) => {
  const extension = await buildWithPermission(testInfo.outputPath('extension'))
  const browser = await openExtensionBrowser(testInfo.outputPath('profile'), { extension })
  const { server, origin } = await startForeignPortal()
  try {
    const page = await openPanel(browser, companion)
    const capture = await CapturePage.open(page)
    await expect(page.getByText('http://localhost/*')).toBeVisible()
    const waiting = page.getByRole('list', { name: 'Seen on pages' }).getByRole('listitem')

    const portal = await browser.context.newPage()
    await portal.goto(origin)
    await expect(waiting).toHaveCount(1)
    await portal.screenshot({ path: testInfo.outputPath('announced.png') })
    await portal.goto(`${origin}/answer`)
    await expect(waiting).toHaveCount(2)

    const [worker] = browser.context.serviceWorkers()
    await worker?.evaluate(() => {
      const { chrome } = globalThis as unknown as {
        chrome: { contextMenus: { onClicked: { dispatch: (...given: unknown[]) => void } } }
      }
      const chosen = {
        menuItemId: 'take-credentials',
        selectionText: 'client_id=selected&client_secret=s3lected1',
        pageUrl: 'https://any.example/page',
      }
      chrome.contextMenus.onClicked.dispatch(chosen, { windowId: 1 })
    })
    await expect(waiting).toHaveCount(3)
    await page.bringToFront()
    await waiting.first().getByRole('button', { name: /^Look/ }).click()
    await expect(capture.findings).toContainText('Client selected')
    await waiting.nth(1).getByRole('button', { name: /^Look/ }).click()
    await expect(capture.findings).toContainText('Client json-client')
    await waiting.nth(2).getByRole('button', { name: /^Look/ }).click()
    await expect(capture.findings).toContainText('Client page-client')
    await waiting
      .first()
      .getByRole('button', { name: /^Dismiss/ })
      .click()
    await expect(waiting).toHaveCount(2)
    await page.screenshot({ path: testInfo.outputPath('waiting.png'), fullPage: true })
  } finally {
    await browser.close()
    server.close()
    server.closeAllConnections()
  }
})

test('a host that was not allowed is not looked at', async ({
  companion,
  browserWithExtension,
}) => {
  const { server, origin } = await startForeignPortal()
  try {
    const page = await openPanel(browserWithExtension, companion)
    await CapturePage.open(page)
    const portal = await browserWithExtension.context.newPage()
    await portal.goto(origin)
    await expect(portal.getByText('page-client')).toBeVisible()
    await page.bringToFront()
    await page.reload()
    await new JourneyPanel(page).isReady()
    await expect(page.getByRole('heading', { name: 'Capture' })).toBeVisible()
    await expect(page.getByRole('list', { name: 'Seen on pages' })).toHaveCount(0)
  } finally {
    server.close()
    server.closeAllConnections()
  }
})
