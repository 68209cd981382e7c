// Opens Chromium with the extension, pairs it as a person would, and opens the side panel.
import { chromium } from '@playwright/test'
import { ensureBrowser } from './find-browser.mjs'

/**
 * @param {{ profile: string, origin: string, pairingCode: () => string, extension: string }} options
 * @returns {Promise<boolean>} False when no Chromium can be had.
 */
export async function openBrowser({ profile, origin, pairingCode, extension }) {
  const executablePath = await ensureBrowser().catch((error) => console.error(error.message))
  if (!executablePath) return false
  const isRoot = process.getuid?.() === 0
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: false,
    viewport: null,
    chromiumSandbox: !isRoot,
    handleSIGINT: false,
    handleSIGTERM: false,
    ignoreDefaultArgs: ['--enable-automation', '--disable-extensions'],
    args: [
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      '--no-first-run',
      // Ctrl-C in the terminal ends this browser, too; that is no crash to ask about.
      '--hide-crash-restore-bubble',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  const page = context.pages()[0] ?? (await context.newPage())
  const { host } = new URL(worker.url())
  await page.goto(`chrome-extension://${host}/onboarding.html?origin=${encodeURIComponent(origin)}`)
  // A fresh profile opens the same page by itself, a moment later.
  const closeSecond = (other) => {
    if (other !== page && other.url().endsWith('/onboarding.html')) void other.close()
  }
  context.pages().forEach(closeSecond)
  context.on(
    'page',
    (other) =>
      void other.waitForLoadState().then(
        () => closeSecond(other),
        () => undefined,
      ),
  )
  const paired = page.getByRole('heading', { name: 'Paired', exact: true })
  if (!(await isPairedWith(page, origin))) await pair(page, { code: pairingCode(), paired })
  await page.getByRole('button', { name: 'Open the side panel' }).click()
  return true
}

/** A profile that was used before is paired already, unless the companion has other data now. */
async function isPairedWith(page, origin) {
  const answer = page.getByText(`may drive the companion at ${origin}.`)
  const form = page.getByLabel('Pairing code')
  await answer.or(form).first().waitFor()
  return answer.isVisible()
}

async function pair(page, { code, paired }) {
  await page.getByLabel('Pairing code').fill(code)
  await page.getByRole('button', { name: 'Pair', exact: true }).click()
  await paired.waitFor()
}
