import { test as base } from '@playwright/test'
import { type CompanionProcess, startCompanion } from './companion-process.ts'
import { type ExtensionBrowser, openExtensionBrowser } from './extension-browser.ts'

interface Fixtures {
  /** A real companion on free ports with empty directories; gone when the test ends. */
  companion: CompanionProcess
  /** Chromium with our extension, in a throw-away profile. */
  browserWithExtension: ExtensionBrowser
}

export const test = base.extend<Fixtures>({
  companion: async ({}, use, testInfo) => {
    const companion = await startCompanion(testInfo.outputPath('companion'))
    await use(companion)
    await companion.stop()
  },
  browserWithExtension: async ({}, use, testInfo) => {
    const browser = await openExtensionBrowser(testInfo.outputPath('profile'))
    await use(browser)
    await browser.close()
  },
})

export { expect } from '@playwright/test'
