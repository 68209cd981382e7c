// Opens Chromium with the extension, pairs it as a person would, and opens the side panel.
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { findBrowser } from './find-browser.mjs'

const EXTENSION = join(import.meta.dirname, '..', 'dist', 'extension', 'chrome-mv3')

/** @returns {boolean} Whether there is a screen to open a window on. */
export function hasDisplay() {
  if (process.env.CI) return false
  if (process.platform === 'darwin' || process.platform === 'win32') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/**
 * @param {{ profile: string, origin: string, pairingCode: () => string }} options
 * @returns {Promise<import('@playwright/test').BrowserContext | undefined>}
 */
export async function openBrowser({ profile, origin, pairingCode }) {
  const executablePath = findBrowser()
  if (!executablePath) return undefined
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
      `--disable-extensions-except=${EXTENSION}`,
      `--load-extension=${EXTENSION}`,
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  const page = context.pages()[0] ?? (await context.newPage())
  const { host } = new URL(worker.url())
  await page.goto(`chrome-extension://${host}/onboarding.html?origin=${encodeURIComponent(origin)}`)
  for (const other of context.pages())
    if (other !== page && other.url().includes('onboarding')) await other.close()
  const code = page.getByLabel('Pairing code')
  const paired = page.getByRole('heading', { name: 'Paired' })
  await code.or(paired).first().waitFor()
  if (!(await paired.isVisible())) {
    await code.fill(pairingCode())
    await page.getByRole('button', { name: 'Pair', exact: true }).click()
    await paired.waitFor()
  }
  await page.getByRole('button', { name: 'Open the side panel' }).click()
  return context
}
